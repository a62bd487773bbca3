import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { SURE_CONFIDENCE, type Metadata } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { applyLearned } from '#lib/recognition/learned/apply-learned.ts';
import { correctionOf } from '#lib/recognition/learned/correction-of.ts';
import type { ExtractedFields } from '#lib/recognition/extract-fields.ts';
import { keepCorrections } from '#lib/server/use-cases/keep-corrections.ts';
import { resetLearning, saveLearningSetting } from '#lib/server/use-cases/manage-learning.ts';
import { readLearned, readLearnedTemplates } from '#lib/server/use-cases/read-learned.ts';
import { procedureId } from '#lib/server/demo/inventory.ts';
import { metadata } from '#support/announcement.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { announcementOf, store } from '#support/sending.ts';
import { createSigner, signedPdf, trust, type TestPdf } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let official: Person;
let supervisor: Person;
let pdf: TestPdf;
let number = 5_000;

beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  supervisor = await station.person('giamsat');
  const signer = await createSigner();
  await trust(signer, join(station.env.dataDir, 'trust'));
  pdf = await signedPdf(signer);
});
afterAll(() => station.stop());

const agency = 'Sở Văn hóa, Thể thao và Du lịch';
const otherAgency = 'Sở Y tế';
const layers: TextLayer[] = [];

/** Stored documents whose signer the official corrected. */
async function correctedDocuments(count: number, accepted: Partial<Metadata> = {}) {
  const corrections = [];
  for (let i = 0; i < count; i++) {
    const values = metadata({ numberNotation: `${number++}/GP-SVHTTDL`, ...accepted });
    const announced = announcementOf(pdf, { metadata: values });
    await store(station.context, official, pdf, announced);
    corrections.push(
      correctionOf({
        documentId: announced.documentId,
        acceptedAt: '2026-11-20T08:00:00.000Z',
        procedureId: announced.procedureId,
        layers,
        proposed: { signerName: { value: 'Hoàng Phúc', confidence: 0.6 } },
        accepted: values,
      }),
    );
  }
  return corrections;
}

const doubtful: ExtractedFields = {
  issuingAgency: { value: agency, confidence: 0.97 },
  issuedOn: { value: '2023-05-04', confidence: 0.97 },
  signerName: { value: 'Hoàng Phúc', confidence: 0.6 },
};

async function proposedSigner() {
  const { templates } = await readLearnedTemplates(station.context, official);
  const { fields, reasons } = applyLearned(doubtful, templates, layers);
  return { signer: fields.signerName, reason: reasons.signerName };
}

test('five corrected documents make the sixth right, and say why', async () => {
  expect((await proposedSigner()).signer?.value).toBe('Hoàng Phúc');
  const corrections = await correctedDocuments(5);
  expect(await keepCorrections(station.context, official, corrections)).toEqual({ kept: 5 });

  const { signer, reason } = await proposedSigner();
  expect(signer?.value).toBe('Nguyễn Hoàng Phúc');
  expect(signer?.confidence).toBeGreaterThanOrEqual(SURE_CONFIDENCE);
  expect(reason).toEqual({ kind: 'usual-value', cases: 5, instead: 'Hoàng Phúc' });

  const again = await keepCorrections(station.context, official, corrections);
  expect(again).toEqual({ kept: 0 });
  expect((await proposedSigner()).reason?.cases).toBe(5);
});

test('another unit learns nothing from it, and another instance learns the same', async () => {
  const elsewhere = await station.person('canbo.vankhe');
  const { templates } = await readLearnedTemplates(station.context, elsewhere);
  expect(templates.learnedFrom).toBe(0);
  const again = await station.restart();
  const same = await readLearnedTemplates(again, official);
  expect(same).toEqual(await readLearnedTemplates(station.context, official));
});

test('the page asks again at no cost while nothing was added', async () => {
  const ask = (headers = {}) =>
    callEndpoint('GET learned-templates', station.context, official, { headers });
  const etag = (await ask()).headers.get('etag') ?? '';
  expect((await ask({ 'if-none-match': etag })).status).toBe(304);
  await keepCorrections(station.context, official, await correctedDocuments(1));
  expect((await ask({ 'if-none-match': etag })).status).toBe(200);
});

test('only who sent a stored document teaches by it', async () => {
  const [correction] = await correctedDocuments(1);
  if (!correction) throw new Error('no correction');
  const clerk = await station.person('vanthu');
  const notFound = { code: 'NOT_FOUND' };
  await expect(keepCorrections(station.context, clerk, [correction])).rejects.toMatchObject(
    notFound,
  );
  const unknown = { ...correction, documentId: crypto.randomUUID() };
  await expect(keepCorrections(station.context, official, [unknown])).rejects.toMatchObject(
    notFound,
  );
});

test('names of owners are not in the archive', async () => {
  const { rows } = await station.context.pool.query(
    'SELECT correction::text AS text FROM correction',
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ text }) => text.includes(metadata().ownerName))).toEqual([]);
});

test('what was learned about one agency can be forgotten, and the rest stays', async () => {
  const corrections = await correctedDocuments(3, {
    issuingAgency: otherAgency,
    signerName: 'Lâm Thị Hai',
  });
  await keepCorrections(station.context, official, corrections);
  const { orgUnitId } = official;
  const before = await readLearned(station.context, supervisor, orgUnitId);
  expect(before.agencies.map(({ name }) => name).sort()).toEqual([agency, otherAgency].sort());
  expect(before.templates.values.some(({ value }) => value === 'Lâm Thị Hai')).toBe(true);

  const what = { what: 'agency' as const, orgUnitId, agency: otherAgency };
  const after = await resetLearning(station.context, supervisor, what);
  expect(after.agencies.map(({ name }) => name)).toEqual([agency]);
  expect(after.templates.values.some(({ value }) => value === 'Lâm Thị Hai')).toBe(false);
  expect((await proposedSigner()).signer?.value).toBe('Nguyễn Hoàng Phúc');
});

test('so can a procedure and everything; later corrections teach again; all of it is audited', async () => {
  const { orgUnitId } = official;
  const learned = () => readLearnedTemplates(station.context, official);
  await resetLearning(station.context, supervisor, {
    what: 'procedure',
    orgUnitId,
    procedureId: procedureId('2.001628'),
  });
  expect((await learned()).templates.learnedFrom).toBe(0);
  await keepCorrections(station.context, official, await correctedDocuments(3));
  expect((await learned()).templates.learnedFrom).toBe(3);
  await resetLearning(station.context, supervisor, { what: 'all', orgUnitId });
  expect((await learned()).templates).toMatchObject({ learnedFrom: 0, values: [] });

  const { rows } = await station.context.pool.query('SELECT count(*)::int AS kept FROM correction');
  expect(rows[0].kept).toBeGreaterThan(3);
  const audited = await station.context.stores.audit.ofSubject(orgUnitId);
  expect(audited.map(({ action, actorName }) => [action, actorName])).toEqual(
    Array.from({ length: 3 }, () => ['learning.reset', supervisor.name]),
  );
  expect(audited.map(({ details }) => details.agency ?? details.procedure ?? '')).toEqual([
    otherAgency,
    expect.stringContaining('lữ hành'),
    '',
  ]);
});

test('nobody resets a unit outside the own scope, or without the right', async () => {
  const reset = { what: 'all' as const, orgUnitId: official.orgUnitId };
  const below = await station.person('giamsat.vankhe');
  await expect(resetLearning(station.context, below, reset)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(readLearned(station.context, below, official.orgUnitId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const answer = await callEndpoint('POST learned-templates/reset', station.context, official, {
    body: reset,
  });
  expect((await errorFromResponse(answer)).code).toBe('NO_PERMISSION');
});

test('the archive keeps no more than the unit wants, the newest', async () => {
  await saveLearningSetting(station.context, supervisor, { keepMonths: 12, keepCount: 100 });
  const { pool } = station.context;
  const countOf = async () =>
    (await pool.query('SELECT count(*)::int AS count FROM correction')).rows[0].count;
  const before = await countOf();
  await pool.query('ALTER TABLE correction DISABLE TRIGGER correction_never_edited');
  await pool.query("UPDATE correction SET at = at - interval '13 months'");
  await pool.query('ALTER TABLE correction ENABLE TRIGGER correction_never_edited');
  await keepCorrections(station.context, official, await correctedDocuments(1));
  expect(before).toBeGreaterThan(1);
  expect(await countOf()).toBe(1);
  await expect(pool.query("UPDATE correction SET agency_folded = ''")).rejects.toThrow(
    'append-only',
  );
});
