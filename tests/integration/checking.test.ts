import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { requiredKeys } from '#lib/domain/metadata-rules.ts';
import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import { checkStates } from '#lib/domain/blind-check.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { listWaitingChecks, sendCheck } from '#lib/server/use-cases/check-blindly.ts';
import { drawOf } from '#lib/server/use-cases/draw-for-check.ts';
import { readCheckSetting, saveCheckSetting } from '#lib/server/use-cases/manage-check-setting.ts';
import { readAccuracy } from '#lib/server/use-cases/read-accuracy.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import { readDocument } from '#lib/server/use-cases/read-document.ts';
import { listDifferences, resolveDifference } from '#lib/server/use-cases/resolve-differences.ts';
import { searchDocuments } from '#lib/server/use-cases/search-documents.ts';
import { metadata } from '#support/announcement.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { announcementOf, store } from '#support/sending.ts';
import { createSigner, signedPdf, trust, type TestPdf } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let first: Person;
let second: Person;
let third: Person;
let pdf: TestPdf;
let number = 6_000;

beforeAll(async () => {
  station = await startTestStation();
  [first, second, third] = await Promise.all([
    station.person('canbo'),
    station.person('vanthu'),
    station.person('giamsat'),
  ]);
  const signer = await createSigner();
  await trust(signer, join(station.env.dataDir, 'trust'));
  pdf = await signedPdf(signer);
});
afterAll(() => station.stop());

const setRate = (ratePercent: number, keys: readonly MetadataKey[] = requiredKeys) =>
  saveCheckSetting(station.context, third, { ratePercent, keys: [...keys] });

/** Stored by the first person; the answer is its id. */
async function storeDocument(given: Partial<Metadata> = {}): Promise<string> {
  const announced = announcementOf(pdf, {
    metadata: metadata({ numberNotation: `${number++}/GP-SVHTTDL`, ...given }),
  });
  await store(station.context, first, pdf, announced);
  return announced.documentId;
}

async function storedMetadata(documentId: string): Promise<Metadata> {
  return (await readDocument(station.context, first, documentId)).metadata;
}

/** What a second person types who reads the same as the first. */
async function sameValues(documentId: string): Promise<Partial<Record<MetadataKey, string>>> {
  const stored = await storedMetadata(documentId);
  return Object.fromEntries(requiredKeys.map((key) => [key, stored[key]]));
}

async function isWaitingFor(person: Person, documentId: string): Promise<boolean> {
  const waiting = await listWaitingChecks(station.context, person);
  return waiting.some((check) => check.documentId === documentId);
}

/** Stored, drawn and read otherwise by the second person. */
async function storeDiffering(values: Partial<Metadata>): Promise<string> {
  const documentId = await storeDocument();
  const answer = { values: { ...(await sameValues(documentId)), ...values } };
  await sendCheck(station.context, second, documentId, answer);
  return documentId;
}

test('by default every twentieth document is drawn, by its required fields', async () => {
  expect(await readCheckSetting(station.context, third)).toMatchObject({
    ratePercent: 5,
    keys: requiredKeys,
    setBy: null,
  });
});

test('the commit draws by the rate of the unit, and keeps rate and fields of that moment', async () => {
  await setRate(0);
  const spared = await storeDocument();
  await setRate(100, ['title', 'issuedOn']);
  const drawn = await storeDocument();
  await setRate(100);

  expect(await isWaitingFor(second, spared)).toBe(false);
  const waiting = await listWaitingChecks(station.context, second);
  expect(waiting.find((check) => check.documentId === drawn)?.keys).toEqual(['title', 'issuedOn']);
  const row = await station.context.db
    .selectFrom('checkSample')
    .select(['ratePercent', 'state'])
    .where('documentId', '=', drawn)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ ratePercent: 100, state: checkStates[0] });
});

test('the draw is the same again, evenly spread, and another with another key', async () => {
  const { samplingKey } = station.context;
  const again = await station.restart();
  const ids = Array.from({ length: 4_000 }, () => crypto.randomUUID());
  const draws = ids.map((id) => drawOf(samplingKey, id));

  expect(ids.map((id) => drawOf(again.samplingKey, id))).toEqual(draws);
  const share = draws.filter((draw) => draw < 0.05).length / draws.length;
  expect(share).toBeGreaterThan(0.03);
  expect(share).toBeLessThan(0.07);
  const otherKey = new Uint8Array(32);
  expect(ids.filter((id, i) => drawOf(otherKey, id) === draws[i])).toEqual([]);
});

test('whoever described or signed a document does not check it', async () => {
  const documentId = await storeDocument();
  await station.context.db
    .insertInto('documentVersion')
    .values({
      documentId,
      ordinal: 2,
      what: 'signature',
      sha256: 'b'.repeat(64),
      sizeBytes: 1,
      baseSha256: pdf.sha256,
      profileKind: 'copy',
      copyForm: 'true-copy',
      signerName: second.name,
      certificateSha256: null,
      level: 'B-B',
      signatures: '[]',
      bridgeReceipt: null,
      actorId: second.id,
      at: new Date(),
    })
    .execute();

  for (const person of [first, second]) {
    expect(await isWaitingFor(person, documentId)).toBe(false);
    const sent = sendCheck(station.context, person, documentId, {
      values: await sameValues(documentId),
    });
    await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const pages = await callEndpoint('GET checks/[id]/pages', station.context, person, {
      params: { id: documentId },
    });
    expect(pages.status).toBe(404);
  }
});

test('a person of a unit outside the scope neither sees nor checks it', async () => {
  const outsider = await station.person('canbo.vankhe');
  const documentId = await storeDocument();

  expect(await isWaitingFor(outsider, documentId)).toBe(false);
  const sent = sendCheck(station.context, outsider, documentId, {
    values: await sameValues(documentId),
  });
  await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('nothing that the first person wrote reaches the second', async () => {
  const secret: Partial<Metadata> = {
    ownerName: 'Chủ Sở Hữu Bí Mật',
    title: 'Giấy phép bí mật',
    abstract: 'Trích yếu bí mật',
    numberNotation: '6999/GP-BIMAT',
  };
  const documentId = await storeDocument(secret);
  const params = { id: documentId };
  const answers = [
    await callEndpoint('GET checks', station.context, second),
    await callEndpoint('GET checks/[id]/pages', station.context, second, { params }),
    await callEndpoint('POST checks/[id]', station.context, second, {
      params,
      body: { values: Object.fromEntries(requiredKeys.map((key) => [key, 'khác'])) },
    }),
  ];

  const personal = [first.name, first.id, ...Object.values(secret)];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    const told = `${JSON.stringify([...answer.headers])}${await answer.text()}`.normalize('NFC');
    expect(personal.filter((text) => told.includes(text))).toEqual([]);
    expect(told).not.toContain('bi-mat');
  }
});

test('the title that the page wrote into the file is blank for the second person only', async () => {
  const documentId = await storeDocument();
  const pages = await callEndpoint('GET checks/[id]/pages', station.context, second, {
    params: { id: documentId },
  });
  const shown = Buffer.from(await pages.arrayBuffer());
  const stored = await readContent(station.context, first, documentId);

  expect(shown.byteLength).toBe(stored.sizeBytes);
  expect(stored.sha256).toBe(pdf.sha256);
  const titles = [/\/Title\s*<feff00/iu, /<dc:title>.*?x-default">Tài liệu/su];
  const has = (bytes: Uint8Array) =>
    titles.map((title) => title.test(Buffer.from(bytes).toString('utf8')));
  expect(has(pdf.bytes)).toEqual([true, true]);
  expect(has(shown)).toEqual([false, false]);
});

test('two people who read the same agree, also when they write it a little otherwise', async () => {
  const documentId = await storeDocument({ numberNotation: '05999/GP-SVHTTDL' });
  const values = await sameValues(documentId);
  const outcome = await sendCheck(station.context, second, documentId, {
    values: {
      ...values,
      ownerName: (values.ownerName ?? '').toUpperCase(),
      numberNotation: '5999 / gp – SVHTTDL',
    },
  });

  expect(outcome).toEqual({ state: 'agreed', agreedFields: 7, checkedFields: 7 });
  expect(await isWaitingFor(second, documentId)).toBe(false);
  const open = await listDifferences(station.context, third);
  expect(open.some((difference) => difference.documentId === documentId)).toBe(false);
});

test('an answer counts once: again the same, from another person a conflict', async () => {
  const documentId = await storeDiffering({ ownerName: 'Công ty TNHH Du lịch Biển Đông' });
  const values = await sameValues(documentId);

  const again = await sendCheck(station.context, second, documentId, { values });
  expect(again).toEqual({ state: 'differing', agreedFields: 6, checkedFields: 7 });
  const other = await station.person('quantri');
  const late = { ...other, role: 'official' as const };
  await expect(sendCheck(station.context, late, documentId, { values })).rejects.toMatchObject({
    code: 'DOCUMENT_STATE_CONFLICT',
  });
});

test('an answer has every field that was asked for and no other', async () => {
  const documentId = await storeDocument();
  const values = await sameValues(documentId);
  delete values.title;
  await expect(sendCheck(station.context, second, documentId, { values })).rejects.toMatchObject({
    details: { fields: ['title'] },
  });
  const strange = { ...values, title: 'Giấy phép', signerName: 'Ai đó' };
  await expect(
    sendCheck(station.context, second, documentId, { values: strange }),
  ).rejects.toMatchObject({ details: { fields: ['signerName'] } });
});

test('a third person decides; metadata get a revision, the signed file stays', async () => {
  const ownerName = 'Công ty TNHH Du lịch Hòn Ngọc Xanh';
  const documentId = await storeDiffering({ ownerName, issuedOn: '2023-02-15' });
  const [open] = await listDifferences(station.context, third);
  expect(open).toMatchObject({
    documentId,
    state: 'differing',
    firstPerson: first.name,
    secondPerson: second.name,
    mayDecide: true,
  });
  expect(open?.fields.map(({ key }) => key).sort()).toEqual(['issuedOn', 'ownerName']);

  await resolveDifference(station.context, third, documentId, {
    decisions: {
      ownerName: { choice: 'second' },
      issuedOn: { choice: 'other', value: '2023-02-16' },
    },
  });

  const document = await readDocument(station.context, first, documentId);
  expect(document.metadata).toMatchObject({ ownerName, issuedOn: '2023-02-16' });
  expect(document.sha256).toBe(pdf.sha256);
  expect(document.versions).toHaveLength(1);
  expect(document.history.map(({ action }) => action)).toEqual([
    'document.announced',
    'document.received',
    'document.stored',
    'check.sent',
    'metadata.corrected',
    'check.resolved',
  ]);
  const revisions = await station.context.stores.metadata.revisions(documentId);
  expect(revisions.map(({ reason, metadata: values }) => [reason, values.issuedOn])).toEqual([
    ['stored', '2023-02-14'],
    ['blind-check', '2023-02-16'],
  ]);
  const { documents } = await searchDocuments(station.context, first, {
    q: 'hon ngoc xanh',
    procedureId: '',
    orgUnitId: '',
    year: '',
    state: '',
    cursor: '',
    limit: 50,
  });
  expect(documents.map(({ id }) => id)).toEqual([documentId]);
});

test('where the first person was right nothing is written anew', async () => {
  const documentId = await storeDiffering({ title: 'Giấy chứng nhận' });
  await resolveDifference(station.context, third, documentId, {
    decisions: { title: { choice: 'first' } },
  });

  expect(await station.context.stores.metadata.revisions(documentId)).toEqual([]);
  const again = resolveDifference(station.context, third, documentId, {
    decisions: { title: { choice: 'second' } },
  });
  await expect(again).rejects.toMatchObject({ code: 'DOCUMENT_STATE_CONFLICT' });
});

test('neither of the two decides, nobody outside, and not without the right', async () => {
  const documentId = await storeDiffering({ title: 'Quyết định' });
  const resolution = { decisions: { title: { choice: 'second' as const } } };
  for (const party of [first, second]) {
    const asSupervisor = { ...party, role: 'supervisor' as const };
    await expect(
      resolveDifference(station.context, asSupervisor, documentId, resolution),
    ).rejects.toMatchObject({ code: 'NO_PERMISSION' });
  }
  const outsider = await station.person('giamsat.vankhe');
  await expect(
    resolveDifference(station.context, outsider, documentId, resolution),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const answer = await callEndpoint('POST differences/[id]', station.context, first, {
    params: { id: documentId },
    body: resolution,
  });
  expect((await errorFromResponse(answer)).code).toBe('NO_PERMISSION');
});

test('a decision gives every difference a value that the rules allow', async () => {
  const documentId = await storeDiffering({ issuedOn: '2023-02-15', title: 'Quyết định' });
  const decide = (decisions: Parameters<typeof resolveDifference>[3]['decisions']) =>
    resolveDifference(station.context, third, documentId, { decisions });

  const refused = (fields: string[]) => ({ code: 'INVALID_INPUT', details: { fields } });
  await expect(decide({ title: { choice: 'first' } })).rejects.toMatchObject(refused(['issuedOn']));
  await expect(
    decide({ title: { choice: 'other' }, issuedOn: { choice: 'first' } }),
  ).rejects.toMatchObject(refused(['title']));
  await expect(
    decide({ title: { choice: 'first' }, issuedOn: { choice: 'other', value: '31/02/2023' } }),
  ).rejects.toMatchObject(refused(['issuedOn']));
  expect((await storedMetadata(documentId)).issuedOn).toBe('2023-02-14');
});

test('what two people read and what was decided is never changed, nor a revision', async () => {
  const { pool } = station.context;
  await expect(pool.query("UPDATE check_field SET second = 'khác'")).rejects.toThrow(
    'decided once',
  );
  await expect(pool.query('DELETE FROM check_field')).rejects.toThrow('decided once');
  await expect(pool.query("UPDATE metadata_revision SET reason = 'stored'")).rejects.toThrow(
    'append-only',
  );
});

test('accuracy counts fields that were agreed or decided, per unit, field and person', async () => {
  const own = { ...third, orgUnitPath: 'so-vhttdl/' };
  const before = await readAccuracy(station.context, own, { orgUnitId: '' });
  const documentId = await storeDiffering({ title: 'Quyết định', issuedOn: '2023-02-15' });
  const open = await readAccuracy(station.context, own, { orgUnitId: '' });
  expect([open.checked - before.checked, open.right - before.right]).toEqual([5, 5]);
  expect(open.openDocuments - before.openDocuments).toBe(1);

  await resolveDifference(station.context, third, documentId, {
    decisions: { title: { choice: 'first' }, issuedOn: { choice: 'second' } },
  });
  const after = await readAccuracy(station.context, own, { orgUnitId: '' });
  expect([after.checked - before.checked, after.right - before.right]).toEqual([7, 6]);
  const dates = (report: typeof after) => report.byField.find(({ id }) => id === 'issuedOn');
  expect((dates(after)?.checked ?? 0) - (dates(before)?.checked ?? 0)).toBe(1);
  expect((dates(after)?.right ?? 0) - (dates(before)?.right ?? 0)).toBe(0);
  expect(after.byPerson.find(({ id }) => id === first.id)?.name).toBe(first.name);
});
