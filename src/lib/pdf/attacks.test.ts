import { beforeAll, expect, test } from 'vitest';
import { AppError } from '#lib/domain/app-error.ts';
import { attacks, createVictim, signedAt, victimField } from '#fixtures/attacks/attacks.ts';
import type { Victim } from '#fixtures/attacks/attacks.ts';
import { legitimateChanges } from '#fixtures/attacks/legitimate.ts';
import { decisionPdf } from '#fixtures/attacks/decision.ts';
import type { ChangeKind } from './comparing/change.ts';
import { compareRevisions } from './comparing/compare-revisions.ts';
import { readPermissions } from './comparing/permissions.ts';
import { findShadowContent } from './shadow/find-shadow-content.ts';
import { openPdf } from './reading/pdf-file.ts';
import { listSignatureFields } from './reading/signature-fields.ts';
import { readSignedRange } from './verifying/signed-range.ts';
import { verifySignatures } from './verify-signatures.ts';

let victim: Victim;

beforeAll(async () => {
  victim = await createVictim();
});

type Outcome = {
  foundBy: 'reading' | 'coverage' | 'changes' | 'nothing';
  forbidden: readonly ChangeKind[];
};

/** How the victim's signature comes out, without its cryptography. */
function examine(pdf: Uint8Array): Outcome {
  try {
    const file = openPdf(pdf);
    const field = listSignatureFields(file).find(({ name }) => name === victimField);
    const range = field?.signature ? readSignedRange(file, field) : null;
    const permissions = range && readPermissions(file, range.end, victimField);
    if (!permissions) return { foundBy: 'coverage', forbidden: [] };
    const { verdict, changes } = compareRevisions(file, range.end, permissions);
    const forbidden = changes.flatMap(({ isAllowed, kind }) => (isAllowed ? [] : kind));
    return { foundBy: verdict === 'forbidden' ? 'changes' : 'nothing', forbidden };
  } catch (error) {
    if (error instanceof AppError) return { foundBy: 'reading', forbidden: [] };
    throw error;
  }
}

async function isValid(pdf: Uint8Array): Promise<boolean> {
  try {
    const reports = await verifySignatures(pdf, {
      trustAnchors: [victim.trustAnchor],
      at: signedAt,
    });
    return reports.find(({ fieldName }) => fieldName === victimField)?.isValid ?? false;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

test('without an attack the signature stands', async () => {
  const signed = await victim.sign(decisionPdf(), { fieldName: victimField });

  expect(examine(signed)).toEqual({ foundBy: 'nothing', forbidden: [] });
  expect(await isValid(signed)).toBe(true);
});

test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
  const { foundBy, changes } = attack.expected;
  const forged = await attack.build(victim);

  const outcome = examine(forged);

  expect(outcome.foundBy).toBe(foundBy === 'signature' ? 'nothing' : foundBy);
  if (foundBy === 'changes') {
    expect(changes?.filter((kind) => outcome.forbidden.includes(kind))).not.toEqual([]);
  }
  expect(await isValid(forged)).toBe(false);
});

test.each(legitimateChanges.map((change) => [change.name, change] as const))(
  'no alarm for %s',
  async (_, change) => {
    const changed = await change.build(victim);

    expect(examine(changed)).toEqual({ foundBy: 'nothing', forbidden: [] });
    expect(await isValid(changed)).toBe(true);
  },
);

const prepared = attacks.flatMap((attack) =>
  attack.prepare ? [[attack.name, attack.prepare, attack.expected] as const] : [],
);

test.each(prepared)('%s is found before anybody signs', (_, prepare, expected) => {
  const kinds = findShadowContent(prepare()).map(({ kind }) => kind);

  expect(expected.shadows?.filter((kind) => kinds.includes(kind))).not.toEqual([]);
});

test('an ordinary form hides nothing', () => {
  expect(findShadowContent(decisionPdf())).toEqual([]);
});
