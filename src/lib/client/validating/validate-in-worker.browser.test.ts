import anchor from '#fixtures/validated/archived.anchor.json';
import pdfUrl from '#fixtures/validated/archived.pdf?url';
import expected from '#fixtures/validated/archived.report.json';
import { expect, test } from 'vitest';
import { validatedAt } from '#fixtures/validated/archived.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import { validateInWorker } from './validate-in-worker.ts';
import type { ValidationStage } from './validation-messages.ts';

const load = async (url: string) => (await fetch(url)).blob();

const trust: TrustSettings = {
  anchors: [
    {
      certificate: anchor.certificate,
      sha256: '0'.repeat(64),
      purposes: ['signing', 'timestamping'],
      provenance: null,
    },
  ],
  hasTimestampAuthority: false,
};

test('a document is judged in the browser exactly as on the server', async () => {
  const stages: ValidationStage[] = [];

  const report = await validateInWorker(
    { file: await load(pdfUrl), trust, at: validatedAt },
    (stage) => stages.push(stage),
    new AbortController().signal,
  );

  expect(report).toEqual(expected);
  expect(stages).toEqual(['reading', 'verifying']);
});

test.each([
  ['NOT_A_PDF', 'không phải PDF'],
  ['FILE_EMPTY', ''],
  ['FILE_TRUNCATED', '%PDF-1.7\n1 0 obj'],
  ['PDF_BROKEN', '%PDF-1.7\nstartxref\n3\n%%EOF'],
])('a bad file is told as %s', async (code, content) => {
  const request = { file: new Blob([content]), trust, at: validatedAt };

  await expect(
    validateInWorker(request, () => undefined, new AbortController().signal),
  ).rejects.toMatchObject({ code });
});

test('a check that the person stops ends at once', async () => {
  const stopped = new AbortController();
  const request = { file: await load(pdfUrl), trust, at: validatedAt };
  const outcome = validateInWorker(request, () => stopped.abort(), stopped.signal);

  await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
});
