import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';
import { readDocument, readStatus } from '#lib/server/use-cases/read-document.ts';
import { verifyAudit } from '#lib/server/use-cases/read-audit.ts';
import { announcement, metadata } from '#support/announcement.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { announcementOf, store, upload } from '#support/sending.ts';
import {
  createSigner,
  described,
  scannedPdf,
  sign,
  signedPdf,
  trust,
  type TestSigner,
} from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let official: Person;
let signer: TestSigner;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  signer = await createSigner();
  await trust(signer, join(station.env.dataDir, 'trust'));
});
afterAll(() => station.stop());

async function dueItem(): Promise<InventoryItem> {
  const items = await station.context.stores.inventory.candidates(
    {
      numberNotation: '',
      ownerName: '',
      ownerIdentifier: '',
      dossierCode: '',
      issuedOn: '',
      procedureId: null,
      search: 'nguyen',
    },
    official.orgUnitPath,
  );
  const [item] = items;
  if (item === undefined) throw new Error('nothing is due any more');
  return item;
}

const totals = () =>
  station.context.stores.counters.total('so-vhttdl/', { procedureId: '', levelId: '' });

test('a stored document is counted once, receipted, found, and its bytes are those that were signed', async () => {
  const { context } = station;
  const before = await totals();
  const item = await dueItem();
  const pdf = await signedPdf(signer, 2);
  const announced = announcementOf(pdf, { inventoryItemId: item.id });
  const receipt = await store(context, official, pdf, announced);

  expect(receipt).toMatchObject({
    documentId: announced.documentId,
    code: `9901427509.GP.${announced.metadata.numberNotation}`,
    sha256: pdf.sha256,
    pageCount: 2,
    isCounted: true,
    signatures: [{ isValid: true, isIntact: true, isTrusted: true, isDemo: true }],
  });
  expect(await totals()).toEqual({
    ...before,
    due: before.due - 1,
    digitized: before.digitized + 1,
  });
  expect(await context.stores.counters.differences()).toEqual([]);

  const content = await callEndpoint('GET documents/[id]/content', context, official, {
    params: { id: announced.documentId },
  });
  expect(Buffer.from(await content.arrayBuffer()).equals(Buffer.from(pdf.bytes))).toBe(true);

  const detail = await readDocument(context, official, announced.documentId);
  expect(detail).toMatchObject({
    state: 'stored',
    hasContent: true,
    inventoryItem: { state: 'digitized' },
  });
  expect(detail.history.map((entry) => entry.action)).toEqual([
    'document.announced',
    'document.received',
    'document.stored',
  ]);
  expect(detail.history.at(-1)?.hash).toBe(receipt.auditHash);
  const message = await context.db
    .selectFrom('outbox')
    .selectAll()
    .where('subjectId', '=', announced.documentId)
    .execute();
  expect(message).toMatchObject([{ topic: 'document.stored', payload: receipt }]);
});

test('committing again, and many times at once, gives the same receipt and counts once', async () => {
  const { context } = station;
  const before = await totals();
  const item = await dueItem();
  const pdf = await signedPdf(signer);
  const announced = announcementOf(pdf, { inventoryItemId: item.id });
  await upload(context, official, pdf, announced);
  const other = await station.restart();
  const receipts = await Promise.all(
    [context, other, context, other, context].map((each) =>
      commitDocument(each, official, announced.documentId),
    ),
  );
  receipts.push(await commitDocument(context, official, announced.documentId));
  for (const receipt of receipts) expect(receipt).toEqual(receipts[0]);
  expect((await totals()).digitized).toBe(before.digitized + 1);
  expect(await announceDocument(context, official, announced)).toMatchObject({
    state: 'stored',
    receipt: receipts[0],
  });
});

test('what the signer decided, and the log entry on their PC, stand in the chain of the document', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  const auditHash = 'f'.repeat(64);
  const announced = announcementOf(pdf, {
    signing: { revocation: 'accepted-unknown', receipt: { provider: 'pkcs11', auditHash } },
  });
  await announceDocument(context, official, announced);
  const { details } = await context.db
    .selectFrom('auditEntry')
    .select('details')
    .where('subjectId', '=', announced.documentId)
    .executeTakeFirstOrThrow();
  expect(details).toMatchObject({
    revocation: 'accepted-unknown',
    provider: 'pkcs11',
    bridgeAuditHash: auditHash,
  });
});

test('a document without an inventory item is stored and not counted', async () => {
  const before = await totals();
  const receipt = await store(station.context, official, await signedPdf(signer));
  expect(receipt.isCounted).toBe(false);
  expect(await totals()).toEqual(before);
});

test('of two documents for one inventory item the second is refused and can choose another', async () => {
  const { context } = station;
  const item = await dueItem();
  const [first, second] = [await signedPdf(signer), await signedPdf(signer)];
  const one = await upload(
    context,
    official,
    first,
    announcementOf(first, { inventoryItemId: item.id }),
  );
  const two = await upload(
    context,
    official,
    second,
    announcementOf(second, { inventoryItemId: item.id }),
  );
  const outcomes = await Promise.allSettled(
    [one, two].map(({ documentId }) => commitDocument(context, official, documentId)),
  );
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  const [loser, winner] = outcomes[0]?.status === 'rejected' ? [one, two] : [two, one];
  await expect(commitDocument(context, official, loser.documentId)).rejects.toMatchObject({
    code: 'INVENTORY_ITEM_TAKEN',
  });
  expect((await readStatus(context, official, winner.documentId)).state).toBe('stored');

  const another = await dueItem();
  const again = { ...loser, inventoryItemId: another.id };
  expect((await announceDocument(context, official, again)).state).toBe('received');
  expect((await commitDocument(context, official, loser.documentId)).inventoryItemId).toBe(
    another.id,
  );
  expect(await context.stores.counters.differences()).toEqual([]);
});

test('a number of an agency is stored once, also when two officials send it at the same time', async () => {
  const { context } = station;
  const clerk = await station.person('vanthu');
  const number = metadata({ numberNotation: '6001/GP-SVHTTDL' });
  const sameNumber = metadata({ numberNotation: '06001 / gp–svhttdl' });
  const [first, second] = [await signedPdf(signer), await signedPdf(signer)];
  const one = await upload(context, official, first, announcementOf(first, { metadata: number }));
  const two = await upload(
    context,
    clerk,
    second,
    announcementOf(second, { metadata: sameNumber }),
  );
  const outcomes = await Promise.allSettled([
    commitDocument(context, official, one.documentId),
    commitDocument(context, clerk, two.documentId),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({
    reason: { code: 'DUPLICATE_DOCUMENT', details: { reason: 'same-number' } },
  });

  const third = await signedPdf(signer);
  const announced = announcementOf(third, { metadata: sameNumber });
  await expect(announceDocument(context, official, announced)).rejects.toMatchObject({
    code: 'DUPLICATE_DOCUMENT',
  });
  const explained = { ...announced, duplicateReason: 'Bản cấp lại cùng số' };
  const receipt = await store(context, official, third, explained);
  expect(receipt.documentId).toBe(announced.documentId);
});

test('another agency may have the same number', async () => {
  const pdf = await signedPdf(signer);
  const receipt = await store(
    station.context,
    official,
    pdf,
    announcementOf(pdf, {
      metadata: metadata({
        numberNotation: '6001/GP-SVHTTDL',
        issuingAgency: 'Ủy ban nhân dân huyện Vân Khê',
      }),
    }),
  );
  expect(receipt.isCounted).toBe(false);
});

test('the same pages scanned again are recognized by their bytes', async () => {
  const { context } = station;
  const pages = ['1', '2'].map((digit) => digit.repeat(64));
  const first = await signedPdf(signer);
  await store(context, official, first, announcementOf(first, { sourceSha256: pages }));
  const second = await signedPdf(signer);
  const again = announcementOf(second, { sourceSha256: [...pages].reverse() });
  await expect(announceDocument(context, official, again)).rejects.toMatchObject({
    code: 'DUPLICATE_DOCUMENT',
    details: { reason: 'same-bytes' },
  });
  const longer = announcementOf(second, { sourceSha256: [...pages, '3'.repeat(64)] });
  expect((await announceDocument(context, official, longer)).state).toBe('announced');
});

test('identical bytes under two ids share one object, and both can be read', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  const first = await store(context, official, pdf);
  const second = await store(
    context,
    official,
    pdf,
    announcementOf(pdf, { duplicateReason: 'cố ý' }),
  );
  expect(second.sha256).toBe(first.sha256);
  expect(second.documentId).not.toBe(first.documentId);
});

const refusals = {
  'other bytes than announced': async () => {
    const pdf = await signedPdf(signer);
    const bytes = new Uint8Array(pdf.bytes);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    return { pdf, sent: { ...pdf, bytes }, code: 'CONTENT_MISMATCH' };
  },
  'no PDF': async () => {
    const pdf = described(new TextEncoder().encode('PK\u0003\u0004 not a document'), 1);
    return { pdf, sent: pdf, code: 'NOT_A_PDF' };
  },
  'a PDF cut off': async () => {
    const whole = await signedPdf(signer);
    const pdf = described(whole.bytes.subarray(0, 700), 1);
    return { pdf, sent: pdf, code: 'FILE_TRUNCATED' };
  },
  'another number of pages': async () => {
    const pdf = { ...(await signedPdf(signer, 2)), pageCount: 3 };
    return { pdf, sent: pdf, code: 'PAGE_COUNT_MISMATCH' };
  },
  'no signature': async () => {
    const pdf = await scannedPdf();
    return { pdf, sent: pdf, code: 'SIGNATURE_MISSING' };
  },
  'a changed document': async () => {
    const { bytes } = await signedPdf(signer);
    const changed = new Uint8Array(bytes);
    const at = Buffer.from(bytes).indexOf('/MediaBox');
    changed[at + 1] = 'm'.charCodeAt(0);
    const pdf = described(changed, 1);
    return { pdf, sent: pdf, code: /SIGNATURE_BROKEN|PDF_BROKEN/u };
  },
  'a signer of another CA': async () => {
    const pdf = await signedPdf(await createSigner('Người lạ'));
    return { pdf, sent: pdf, code: 'SIGNATURE_UNTRUSTED' };
  },
} as const;

test.each(Object.entries(refusals))(
  '%s is refused, and nothing is stored or counted',
  async (_, make) => {
    const { context } = station;
    const before = await totals();
    const item = await dueItem();
    const { pdf, sent, code } = await make();
    const announced = announcementOf(pdf, { inventoryItemId: item.id });
    await upload(context, official, sent, announced);
    const commit = commitDocument(context, official, announced.documentId);
    await expect(commit).rejects.toMatchObject({
      code: typeof code === 'string' ? code : expect.stringMatching(code),
    });
    expect((await readStatus(context, official, announced.documentId)).state).toBe('received');
    expect(await totals()).toEqual(before);
    expect(existsSync(context.uploads.pathOf(announced.documentId))).toBe(true);
  },
);

test('a document that was refused for its content can be sent anew under the same id', async () => {
  const { context } = station;
  const unsigned = await scannedPdf();
  const announced = await upload(context, official, unsigned);
  await expect(commitDocument(context, official, announced.documentId)).rejects.toMatchObject({
    code: 'SIGNATURE_MISSING',
  });
  const signed = await sign(unsigned, signer);
  const again = { ...announced, sha256: signed.sha256, sizeBytes: signed.bytes.byteLength };
  expect((await announceDocument(context, official, again)).state).toBe('announced');
  expect((await store(context, official, signed, again)).sha256).toBe(signed.sha256);
});

test('nothing is committed before all bytes are there, or by anyone else', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  const announced = announcementOf(pdf);
  await announceDocument(context, official, announced);
  await expect(commitDocument(context, official, announced.documentId)).rejects.toMatchObject({
    code: 'CONTENT_NOT_RECEIVED',
  });
  await upload(context, official, pdf, announced);
  const clerk = await station.person('vanthu');
  await expect(commitDocument(context, clerk, announced.documentId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(announceDocument(context, clerk, announced)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await commitDocument(context, official, announced.documentId)).sha256).toBe(pdf.sha256);
});

test('another file under the id of a stored document is refused', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  const announced = announcementOf(pdf);
  await store(context, official, pdf, announced);
  const other = { ...announced, sha256: 'f'.repeat(64) };
  await expect(announceDocument(context, official, other)).rejects.toMatchObject({
    code: 'DOCUMENT_STATE_CONFLICT',
  });
});

test('what is missing or wrong in the metadata is named before a byte is sent', async () => {
  const { context } = station;
  const announce = (given: Parameters<typeof announcement>[0]) =>
    announceDocument(context, official, announcement(given));
  await expect(
    announce({ metadata: metadata({ title: '', issuedOn: '2023-02-30' }) }),
  ).rejects.toMatchObject({
    code: 'METADATA_INCOMPLETE',
    details: { fields: ['title', 'issuedOn'] },
  });
  await expect(announce({ sizeBytes: 301 * 1024 * 1024 })).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
  });
  await expect(announce({ procedureId: context.newId() })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  const foreign = await station.person('canbo.hoaloc');
  const item = await dueItem();
  await expect(
    announceDocument(context, foreign, announcement({ inventoryItemId: item.id })),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('stored bytes are served whole, in ranges, and inside a sandbox', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  const { documentId } = await store(context, official, pdf);
  const get = (headers: Record<string, string>, query = '') =>
    callEndpoint('GET documents/[id]/content', context, official, {
      params: { id: documentId },
      headers,
      query,
    });
  const whole = await get({}, 'download');
  expect(whole.headers.get('content-security-policy')).toContain('sandbox');
  expect(whole.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''/u);
  await whole.body?.cancel();
  const part = await get({ range: 'bytes=5-9' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 5-9/${pdf.bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.from(pdf.bytes.subarray(5, 10)));
  const tail = await get({ range: 'bytes=-4' });
  expect(Buffer.from(await tail.arrayBuffer())).toEqual(Buffer.from(pdf.bytes.subarray(-4)));
  expect((await get({ range: `bytes=${pdf.bytes.length}-` })).status).toBe(416);
  const etag = whole.headers.get('etag') ?? '';
  expect((await get({ 'if-none-match': etag })).status).toBe(304);
});

test('an object stands under the hash of its bytes, and the log is intact after all of this', async () => {
  const { context } = station;
  const pdf = await signedPdf(signer);
  await store(context, official, pdf);
  const { sha256 } = pdf;
  const path = join(
    station.env.dataDir,
    'objects',
    sha256.slice(0, 2),
    sha256.slice(2, 4),
    `${sha256}.pdf`,
  );
  expect(described(await readFile(path), 1).sha256).toBe(sha256);
  const verdict = await verifyAudit(context, await station.person('quantri'));
  expect(verdict.isIntact).toBe(true);
});
