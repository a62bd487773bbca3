import { expect, test } from 'vitest';
import { decisionNumbers, decisionPdf } from '#fixtures/attacks/decision.ts';
import { createVictim, signedAt } from '#fixtures/attacks/victim.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { verifySignatures } from '../verify-signatures.ts';
import { IncrementalUpdate } from './incremental-update.ts';

/** Points at two objects that nobody wrote: the next free numbers. */
function decisionWithHoles(): Uint8Array {
  const { information, free } = decisionNumbers;
  const entries = `/Title(Quyet dinh)/Mau[${free} 0 R ${free + 2} 0 R]`;
  return decisionPdf({ [information]: `<<${entries}>>` });
}

test('new objects never fill a hole that the document points at', () => {
  const update = new IncrementalUpdate(openPdf(decisionWithHoles()));
  const { free } = decisionNumbers;

  const numbers = [1, 2, 3].map(() => update.allocate().number);

  expect(numbers).toEqual([free + 1, free + 3, free + 4]);
});

test('a second signature on a file with holes leaves the first one valid', async () => {
  const first = await createVictim();
  const once = await first.sign(decisionWithHoles(), { fieldName: 'LanhDao' });
  const second = await createVictim('Trần Minh Hà');
  const twice = await second.sign(once);

  const trustAnchors = [first.trustAnchor, second.trustAnchor];
  const reports = await verifySignatures(twice, { trustAnchors, at: signedAt });

  expect(reports.map(({ isValid, reasons }) => ({ isValid, reasons }))).toEqual([
    { isValid: true, reasons: [] },
    { isValid: true, reasons: [] },
  ]);
});

test('what cannot be read does not keep anybody from adding to the file', () => {
  const { font } = decisionNumbers;
  const pdf = decisionPdf({ [font]: '<</Type/Font' });
  const update = new IncrementalUpdate(openPdf(pdf));

  expect(update.allocate().number).toBe(decisionNumbers.free);
});
