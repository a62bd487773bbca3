import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { BRIDGE_RECEIPT_HEADER } from '#lib/protocol/versions.ts';
import { listCertifiable } from '#lib/server/use-cases/list-certifiable.ts';
import { verifyAudit } from '#lib/server/use-cases/read-audit.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import { readStatus } from '#lib/server/use-cases/read-document.ts';
import { readVersions } from '#lib/server/use-cases/read-versions.ts';
import { callEndpoint } from '#support/endpoints.ts';
import {
  createSigner,
  described,
  scannedPdf,
  sign,
  trust,
  type TestSigner,
} from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';
import { appendedBy, DEMO_AGENCY, sameAuthority, send, storedDocument } from '#support/versions.ts';

let station: TestStation;
let official: Person;
let clerk: Person;
let scanner: TestSigner;
let agency: TestSigner;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  clerk = await station.person('vanthu');
  scanner = await createSigner('Trần Minh Hà');
  agency = await sameAuthority(scanner, DEMO_AGENCY);
  await trust(scanner, join(station.env.dataDir, 'trust'));
});
afterAll(() => station.stop());

const stored = () => storedDocument(station.context, official, scanner);

async function bytesOf(documentId: string, version?: number): Promise<Buffer> {
  const content = await readContent(station.context, clerk, documentId, version);
  const body = new Response(content.stream(0, content.sizeBytes - 1));
  return Buffer.from(await body.arrayBuffer());
}

async function traces(documentId: string) {
  const { context } = station;
  const { versions } = await readVersions(context, clerk, documentId);
  const audit = await context.stores.audit.ofSubject(documentId);
  const messages = await context.db
    .selectFrom('outbox')
    .select('topic')
    .where('subjectId', '=', documentId)
    .where('topic', '=', 'document.version-added')
    .execute();
  return {
    versions,
    signed: audit.filter(({ action }) => action === 'document.signed').length,
    messages: messages.length,
  };
}

describe('a signature of the agency', () => {
  test('becomes the next version; the first one stays as it was', async () => {
    const { documentId, pdf } = await stored();
    const { appended, whole } = await appendedBy(pdf, agency);
    const version = await send(station.context, clerk, documentId, {
      baseSha256: pdf.sha256,
      appended,
    });
    expect(version).toMatchObject({
      ordinal: 2,
      what: 'signature',
      sha256: whole.sha256,
      baseSha256: pdf.sha256,
      profile: 'copy',
      copyForm: 'true-copy',
      signerName: DEMO_AGENCY,
      level: 'B-B',
      actorName: clerk.name,
    });
    expect(version.signatures.map(({ isValid }) => isValid)).toEqual([true, true]);
    expect(await bytesOf(documentId)).toEqual(Buffer.from(whole.bytes));
    expect(await bytesOf(documentId, 1)).toEqual(Buffer.from(pdf.bytes));
    await expect(bytesOf(documentId, 3)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const status = await readStatus(station.context, official, documentId);
    expect(status.receipt?.sha256).toBe(pdf.sha256);
    expect(await traces(documentId)).toMatchObject({ signed: 1, messages: 1 });
    const verdict = await verifyAudit(station.context, await station.person('quantri'));
    expect(verdict.isIntact).toBe(true);
  });

  test('sent again gets the same answer, also after the next one came', async () => {
    const { documentId, pdf } = await stored();
    const first = await appendedBy(pdf, agency);
    const request = { baseSha256: pdf.sha256, appended: first.appended };
    const version = await send(station.context, clerk, documentId, request);
    expect(await send(station.context, clerk, documentId, request)).toEqual(version);
    const second = await appendedBy(first.whole, agency);
    await send(station.context, clerk, documentId, {
      baseSha256: first.whole.sha256,
      appended: second.appended,
      profile: 'appendix',
    });
    expect(await send(station.context, clerk, documentId, request)).toEqual(version);
    expect(await traces(documentId)).toMatchObject({ signed: 2, messages: 2 });
  });

  test('is refused on a version that is not the current one any more', async () => {
    const { documentId, pdf } = await stored();
    const [one, other] = [await appendedBy(pdf, agency), await appendedBy(pdf, agency)];
    const outcomes = await Promise.allSettled(
      [one, other].map(({ appended }) =>
        send(station.context, clerk, documentId, { baseSha256: pdf.sha256, appended }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'DOCUMENT_CHANGED_MEANWHILE' },
    });
    expect((await traces(documentId)).versions).toHaveLength(2);
  });

  test('of many requests at once is taken once', async () => {
    const { documentId, pdf } = await stored();
    const { appended } = await appendedBy(pdf, agency);
    const request = { baseSha256: pdf.sha256, appended };
    const versions = await Promise.all(
      Array.from({ length: 5 }, () => send(station.context, clerk, documentId, request)),
    );
    expect(new Set(versions.map(({ ordinal, at }) => `${ordinal} ${at}`)).size).toBe(1);
    expect(await traces(documentId)).toMatchObject({ signed: 1, messages: 1 });
  });

  test('comes through the endpoint as bytes, with the receipt of the bridge', async () => {
    const { documentId, pdf } = await stored();
    const { appended } = await appendedBy(pdf, agency);
    const receipt = { batchId: 'b', auditHash: 'c'.repeat(64) };
    const response = await callEndpoint('POST documents/[id]/versions', station.context, clerk, {
      params: { id: documentId },
      query: `baseSha256=${pdf.sha256}&profile=copy&copyForm=extract&level=B-B&revocation=accepted-unknown`,
      bytes: { type: 'application/octet-stream', content: appended },
      headers: {
        [BRIDGE_RECEIPT_HEADER]: Buffer.from(JSON.stringify(receipt)).toString('base64url'),
      },
    });
    expect(response.status).toBe(200);
    expect((await traces(documentId)).versions[1]).toMatchObject({
      copyForm: 'extract',
      bridgeReceipt: receipt,
    });
    const [, entry] = (await station.context.stores.audit.ofSubject(documentId)).slice(-2);
    expect(entry?.details).toMatchObject({ revocation: 'accepted-unknown', copyForm: 'extract' });
  });
});

describe('is not taken', () => {
  const refusal = async (
    make: (pdf: Awaited<ReturnType<typeof stored>>['pdf']) => Promise<Uint8Array>,
    given: object = {},
  ) => {
    const { documentId, pdf } = await stored();
    const sent = send(station.context, clerk, documentId, {
      baseSha256: pdf.sha256,
      appended: await make(pdf),
      ...given,
    });
    const error: unknown = await sent.catch((reason: unknown) => reason);
    expect((await traces(documentId)).versions).toHaveLength(1);
    expect(await bytesOf(documentId)).toEqual(Buffer.from(pdf.bytes));
    return error;
  };

  test('a certificate that chains to nobody', async () => {
    const stranger = await createSigner(DEMO_AGENCY);
    const error = await refusal(async (pdf) => (await appendedBy(pdf, stranger)).appended);
    expect(error).toMatchObject({ code: 'SIGNATURE_UNTRUSTED' });
  });

  test('a person where the agency signs', async () => {
    const error = await refusal(async (pdf) => (await appendedBy(pdf, scanner)).appended);
    expect(error).toMatchObject({ code: 'SIGNER_NOT_ALLOWED' });
  });

  test('another agency than the own one', async () => {
    const other = await sameAuthority(scanner, 'Ủy ban nhân dân xã Bình Minh');
    const error = await refusal(async (pdf) => (await appendedBy(pdf, other)).appended);
    expect(error).toMatchObject({ code: 'SIGNER_NOT_ALLOWED' });
  });

  test('the agency where a person approves', async () => {
    const error = await refusal(async (pdf) => (await appendedBy(pdf, agency)).appended, {
      profile: 'approve',
    });
    expect(error).toMatchObject({ code: 'SIGNER_NOT_ALLOWED' });
  });

  test('a lower level than was said', async () => {
    const error = await refusal(async (pdf) => (await appendedBy(pdf, agency)).appended, {
      level: 'B-T',
    });
    expect(error).toMatchObject({ code: 'TIMESTAMP_INVALID' });
  });

  test('two signatures at once', async () => {
    const error = await refusal(async (pdf) => {
      const first = await appendedBy(pdf, agency);
      const second = await appendedBy(first.whole, agency);
      return second.whole.bytes.subarray(pdf.bytes.length);
    });
    expect(error).toMatchObject({ code: 'SIGNATURE_BROKEN' });
  });

  test('an appendix without any signature', async () => {
    const error = await refusal(async () => Buffer.from('\n% nothing\n'));
    expect(error).toMatchObject({ code: 'SIGNATURE_MISSING' });
  });

  test('a signature over something else', async () => {
    const another = await sign(await scannedPdf(), scanner);
    const error = await refusal(async () => (await appendedBy(another, agency)).appended);
    expect(error).toBeInstanceOf(Error);
  });

  test('a signature with one changed byte', async () => {
    const error = await refusal(async (pdf) => {
      const changed = Uint8Array.from((await appendedBy(pdf, agency)).appended);
      const at = Buffer.from(changed).indexOf('/M (D:') + 7;
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    });
    expect(error).toBeInstanceOf(Error);
  });

  test('anything for a document outside the own unit, or that has no file here', async () => {
    const { documentId, pdf } = await stored();
    const { appended } = await appendedBy(pdf, agency);
    const elsewhere = { ...clerk, orgUnitPath: 'so-vhttdl/huyen-van-khe/' };
    const sent = send(station.context, elsewhere, documentId, {
      baseSha256: pdf.sha256,
      appended,
    });
    await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const prior = await station.context.db
      .selectFrom('resultDocument')
      .select('id')
      .where('kind', '=', 'prior')
      .limit(1)
      .executeTakeFirstOrThrow();
    const nowhere = send(station.context, clerk, prior.id, { baseSha256: pdf.sha256, appended });
    await expect(nowhere).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('without a body, or by JSON', async () => {
    const { documentId, pdf } = await stored();
    const call = (content: { bytes: { type: string; content: Uint8Array } }) =>
      callEndpoint('POST documents/[id]/versions', station.context, clerk, {
        params: { id: documentId },
        query: `baseSha256=${pdf.sha256}&profile=copy&level=B-B&revocation=good`,
        ...content,
      });
    const empty = { type: 'application/octet-stream', content: new Uint8Array() };
    expect((await errorFromResponse(await call({ bytes: empty }))).code).toBe('FILE_EMPTY');
    const json = { type: 'application/json', content: Buffer.from('{}') };
    expect((await errorFromResponse(await call({ bytes: json }))).code).toBe('INVALID_INPUT');
  });
});

test.each(['verified', 'moved', 'written', 'committed'] as const)(
  'killed at "%s", the version is there whole or not at all, and a retry adds it once',
  async (point) => {
    const { documentId, pdf } = await stored();
    const { appended, whole } = await appendedBy(pdf, agency);
    const request = {
      baseSha256: pdf.sha256,
      profile: 'copy',
      level: 'B-B',
      revocation: 'good',
      bridgeReceipt: null,
      appended: Buffer.from(appended).toString('base64'),
    };
    const script = fileURLToPath(new URL('../support/sign-and-die.ts', import.meta.url));
    const child = spawnSync(process.execPath, [script], {
      env: {
        ...process.env,
        STATION: JSON.stringify({ env: station.env, person: clerk, documentId, request, point }),
      },
      encoding: 'utf8',
    });
    expect(child.signal, child.stderr).toBe('SIGKILL');
    const isThere = point === 'committed';
    const count = isThere ? 1 : 0;
    expect(await traces(documentId)).toMatchObject({ signed: count, messages: count });
    expect((await bytesOf(documentId)).length).toBe((isThere ? whole : pdf).bytes.length);

    await send(station.context, clerk, documentId, { baseSha256: pdf.sha256, appended });
    expect(await traces(documentId)).toMatchObject({ signed: 1, messages: 1 });
    expect(await bytesOf(documentId)).toEqual(Buffer.from(whole.bytes));
  },
);

test('versions are never changed or taken away', async () => {
  const { documentId } = await stored();
  const { db } = station.context;
  const update = db
    .updateTable('documentVersion')
    .set({ level: 'B-LTA' })
    .where('documentId', '=', documentId)
    .execute();
  await expect(update).rejects.toThrow('append-only');
  const removal = db.deleteFrom('documentVersion').where('documentId', '=', documentId).execute();
  await expect(removal).rejects.toThrow('append-only');
});

test('the clerk finds what waits for the agency, what has it, and what is of too low a level', async () => {
  const { documentId, pdf } = await stored();
  const find = async (state: 'waiting' | 'certified' | 'level-low') => {
    const page = await listCertifiable(station.context, clerk, {
      q: '',
      state,
      documentId: '',
      cursor: '',
      limit: 200,
    });
    return page.documents.find(({ id }) => id === documentId);
  };
  expect(await find('waiting')).toMatchObject({ sha256: pdf.sha256, version: 1, level: 'B-B' });
  expect(await find('certified')).toBeUndefined();
  const { appended, whole } = await appendedBy(described(pdf.bytes, 1), agency);
  await send(station.context, clerk, documentId, { baseSha256: pdf.sha256, appended });
  expect(await find('waiting')).toBeUndefined();
  expect(await find('certified')).toMatchObject({ sha256: whole.sha256, isCertified: true });
  expect(await find('level-low')).toMatchObject({ version: 2, level: 'B-B' });
});
