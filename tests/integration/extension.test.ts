import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import type { Context } from '#lib/server/context.ts';
import { extendDocument } from '#lib/server/use-cases/extend-document.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import { readVersions } from '#lib/server/use-cases/read-versions.ts';
import { createDemoPki, type DemoPki } from '#support/demo-pki.ts';
import { trust, type TestSigner } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';
import { appendedBy, DEMO_AGENCY, send, storedDocument } from '#support/versions.ts';

let station: TestStation;
let context: Context;
let pki: DemoPki;
let official: Person;
let clerk: Person;
let scanner: TestSigner;
let agency: TestSigner;
beforeAll(async () => {
  pki = await createDemoPki(new Date());
  station = await startTestStation({ validationServices: pki.services });
  ({ context } = station);
  official = await station.person('canbo');
  clerk = await station.person('vanthu');
  const { authority } = pki;
  scanner = {
    authority,
    certificate: await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'ec' }),
  };
  const certificate = await pki.issue({ commonName: DEMO_AGENCY, holder: 'agency', keyType: 'ec' });
  agency = { authority, certificate };
  await trust(scanner, join(station.env.dataDir, 'trust'));
});
beforeEach(() => {
  pki.down.clear();
  pki.clock.now = new Date();
});
afterAll(() => station.stop());

/** A scan signed by the official, then by the agency. */
async function certified(): Promise<string> {
  const { documentId, pdf } = await storedDocument(context, official, scanner);
  const { appended } = await appendedBy(pdf, agency);
  await send(context, clerk, documentId, { baseSha256: pdf.sha256, appended });
  return documentId;
}

async function bytesOf(documentId: string): Promise<Uint8Array> {
  const content = await readContent(context, clerk, documentId);
  const body = new Response(content.stream(0, content.sizeBytes - 1));
  return new Uint8Array(await body.arrayBuffer());
}

describe('a stored document', () => {
  test('with two signatures is raised to B-LTA; the versions before stay', async () => {
    const documentId = await certified();
    const before = await bytesOf(documentId);
    const version = await extendDocument(context, clerk, documentId, 'B-LTA');
    expect(version).toMatchObject({ ordinal: 3, what: 'extension', level: 'B-LTA' });
    const bytes = await bytesOf(documentId);
    expect(bytes.subarray(0, before.length)).toEqual(before);
    const verdicts = await verifySignatures(bytes, {
      trustAnchors: pki.trustAnchors,
      at: new Date(Date.now() + 5_000),
    });
    expect(verdicts.filter(({ kind }) => kind === 'signature').map(({ level }) => level)).toEqual([
      'B-LTA',
      'B-LTA',
    ]);
    expect(verdicts.every(({ isValid }) => isValid)).toBe(true);
    const { versions } = await readVersions(context, clerk, documentId);
    expect(versions.map(({ what, level }) => [what, level])).toEqual([
      ['original', 'B-B'],
      ['signature', 'B-B'],
      ['extension', 'B-LTA'],
    ]);
    const audit = await context.stores.audit.ofSubject(documentId);
    expect(audit.at(-1)).toMatchObject({
      action: 'document.extended',
      actorName: clerk.name,
      details: { level: 'B-LTA', version: 3 },
    });
  });

  test('that is B-LTA gets a further archive timestamp', async () => {
    const documentId = await certified();
    await extendDocument(context, clerk, documentId, 'B-LTA');
    const renewed = await extendDocument(context, clerk, documentId, 'B-LTA');
    expect(renewed).toMatchObject({ ordinal: 4, what: 'extension', level: 'B-LTA' });
    const verdicts = await verifySignatures(await bytesOf(documentId), {
      trustAnchors: pki.trustAnchors,
      at: new Date(Date.now() + 5_000),
    });
    const timestamps = verdicts.filter(({ kind }) => kind === 'document-timestamp');
    expect(timestamps.length).toBeGreaterThan(1);
    expect(verdicts.every(({ isValid }) => isValid)).toBe(true);
  });

  test('that has its level already stays as it is', async () => {
    const documentId = await certified();
    const first = await extendDocument(context, clerk, documentId, 'B-T');
    expect(first.level).toBe('B-T');
    expect(await extendDocument(context, clerk, documentId, 'B-T')).toEqual(first);
  });

  test('takes a further signature after it was extended, and nothing is harmed', async () => {
    const documentId = await certified();
    const version = await extendDocument(context, clerk, documentId, 'B-LTA');
    const bytes = await bytesOf(documentId);
    const { appended } = await appendedBy({ bytes, sha256: version.sha256, pageCount: 1 }, agency);
    const signed = await send(context, clerk, documentId, {
      baseSha256: version.sha256,
      appended,
      profile: 'appendix',
    });
    expect(signed).toMatchObject({ ordinal: 4, level: 'B-B' });
    expect(signed.signatures.every(({ isValid }) => isValid)).toBe(true);
  });
});

describe('stays at its version when', () => {
  async function refusal(documentId: string): Promise<unknown> {
    const before = await readVersions(context, clerk, documentId);
    const error: unknown = await extendDocument(context, clerk, documentId, 'B-LTA').catch(
      (reason: unknown) => reason,
    );
    expect(await readVersions(context, clerk, documentId)).toEqual(before);
    return error;
  }

  test('the TSA does not answer', async () => {
    const documentId = await certified();
    pki.down.add('timestamp');
    expect(await refusal(documentId)).toMatchObject({ code: 'TSA_UNREACHABLE' });
  });

  test('neither OCSP nor CRL answers', async () => {
    const documentId = await certified();
    pki.down.add('ocsp').add('crl');
    expect(await refusal(documentId)).toMatchObject({ code: 'VALIDATION_DATA_MISSING' });
  });

  test('a signer was revoked', async () => {
    const certificate = await pki.issue({ commonName: 'Người Bị Thu Hồi', keyType: 'ec' });
    const revoked = { authority: pki.authority, certificate };
    const { documentId } = await storedDocument(context, official, revoked);
    pki.revoke(certificate, new Date(Date.now() - 3_600_000));
    expect(await refusal(documentId)).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  });

  test('it lies outside the own unit', async () => {
    const documentId = await certified();
    const elsewhere = { ...clerk, orgUnitPath: 'so-vhttdl/huyen-van-khe/' };
    const extended = extendDocument(context, elsewhere, documentId, 'B-LTA');
    await expect(extended).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('of two clerks who extend it at once one is told that it has changed', async () => {
  const documentId = await certified();
  const { timestamp } = pki.services;
  const together = Promise.withResolvers<undefined>();
  let waiting = 0;
  pki.services.timestamp = async (request) => {
    if (++waiting === 2) together.resolve(undefined);
    await together.promise;
    return timestamp(request);
  };
  const outcomes = await Promise.allSettled([
    extendDocument(context, clerk, documentId, 'B-LTA'),
    extendDocument(context, clerk, documentId, 'B-LTA'),
  ]);
  pki.services.timestamp = timestamp;
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'DOCUMENT_CHANGED_MEANWHILE' },
  });
});
