import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { extendSignatures, type ExtensionOptions } from '#lib/pdf/extend-signatures.ts';
import {
  prepareSignature,
  sealSignature,
  type SignatureOptions,
} from '#lib/pdf/prepare-signature.ts';
import { listPages } from '#lib/pdf/reading/pages.ts';
import { openPdf } from '#lib/pdf/reading/pdf-file.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { expertPolicy } from '#lib/pdf/verifying/validation-policy.ts';
import { IncrementalUpdate } from '#lib/pdf/writing/incremental-update.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import type { DemoCertificate } from '#lib/pki/demo-authority.ts';
import { answerTimestampRequest } from '#lib/pki/demo-services/answer-timestamp-request.ts';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { extractSignatures, judgeByOpenssl } from '#support/signature-judges.ts';
import { scannedPdf } from '#support/signed-pdf.ts';

const now = new Date('2026-11-22T03:00:00Z');
const years = (count: number) => new Date(now.getTime() + count * 365 * 86_400_000);

let pki: DemoPki;
let person: DemoCertificate;
let agency: DemoCertificate;
let scan: Uint8Array;

beforeAll(async () => {
  pki = await createDemoPki(now);
  person = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'ec' });
  agency = await pki.issue({ commonName: 'Sở Văn hóa', holder: 'agency', keyType: 'rsa' });
  scan = (await scannedPdf()).bytes;
});

function timestamping(of = pki) {
  const { services, trustAnchors, clock } = of;
  return { timestamp: services.timestamp, trustAnchors, at: clock.now, random };
}

async function sign(
  pdf: Uint8Array,
  signer: DemoCertificate,
  {
    withTimestamp = false,
    of = pki,
    ...changes
  }: Partial<SignatureOptions> & { withTimestamp?: boolean; of?: DemoPki } = {},
): Promise<Uint8Array> {
  const prepared = await prepareSignature(pdf, {
    certificateChain: signer.chain,
    signedAt: of.clock.now,
    profile: 'scan',
    appearance: null,
    ...changes,
  });
  const raw = await signSha256(signer.privateKey, prepared.toBeSigned);
  return sealSignature(prepared, raw, withTimestamp ? timestamping(of) : undefined);
}

function extend(pdf: Uint8Array, level: ExtensionOptions['level'], of = pki) {
  const { services, trustAnchors, clock } = of;
  return extendSignatures(pdf, { level, services, trustAnchors, at: clock.now, random });
}

/** What the outside programs say of it, and that nothing before was touched. */
function expectSound(pdf: Uint8Array, base: Uint8Array, kinds: string[], of = pki): void {
  using folder = temporaryFolder();
  const file = folder.write('document.pdf', pdf);
  expect(Buffer.compare(pdf.subarray(0, base.length), base)).toBe(0);
  expect(qpdfComplaints(file)).toBe('');
  expect(judgeByOpenssl(pdf, of.authority.certificate, of.clock.now)).toEqual(kinds);
  const verdicts = runTool('pdfsig', '-nocert', file);
  const signatures = kinds.filter((kind) => kind === 'signature').length;
  expect(verdicts.match(/Signature is Valid/gu)).toHaveLength(signatures);
}

function storeOf(pdf: Uint8Array): Record<string, number> {
  const file = openPdf(pdf);
  const store = file.dict(file.catalog.get('DSS'));
  return Object.fromEntries(
    ['Certs', 'OCSPs', 'CRLs'].map((key) => [key, file.array(store?.get(key))?.length ?? 0]),
  );
}

describe('the levels of one signature', () => {
  test('B-T carries a timestamp of its value', async () => {
    const stamped = await sign(scan, person, { withTimestamp: true });

    expectSound(stamped, scan, ['signature']);
    const [signature] = extractSignatures(stamped);
    using folder = temporaryFolder();
    const dump = runTool(
      ...(['openssl', 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in'] as const),
      folder.write('cms.der', signature?.cms ?? ''),
    );
    expect(dump).toContain('id-smime-aa-timeStampToken');
    expect(dump).not.toContain('signingTime');
  });

  test('a B-B becomes B-T by a document timestamp', async () => {
    const signed = await sign(scan, person);

    const { pdf, stampedAt } = await extend(signed, 'B-T');

    expect(stampedAt).toEqual([now]);
    expectSound(pdf, signed, ['signature', 'timestamp']);
  });

  test('a B-T stays as it is when B-T is asked for', async () => {
    const stamped = await sign(scan, person, { withTimestamp: true });

    const { pdf, stampedAt } = await extend(stamped, 'B-T');

    expect(stampedAt).toEqual([]);
    expect(Buffer.compare(pdf, stamped)).toBe(0);
  });

  test('B-LT holds the chains and what was said about them', async () => {
    const stamped = await sign(scan, person, { withTimestamp: true });

    const { pdf, stampedAt } = await extend(stamped, 'B-LT');

    expect(stampedAt).toEqual([]);
    expectSound(pdf, stamped, ['signature']);
    // Signer, TSA and root; one answer for the signer and one for the TSA.
    expect(storeOf(pdf)).toEqual({ Certs: 3, OCSPs: 2, CRLs: 0 });
  });

  test('B-LT twice adds nothing but newer answers', async () => {
    const { pdf } = await extend(await sign(scan, person), 'B-LT');

    const again = await extend(pdf, 'B-LT');

    expect(storeOf(again.pdf).Certs).toBe(3);
    expectSound(again.pdf, pdf, ['signature', 'timestamp']);
  });

  test('B-LTA seals it all by a document timestamp', async () => {
    const signed = await sign(scan, agency);

    const { pdf, stampedAt } = await extend(signed, 'B-LTA');

    expect(stampedAt).toHaveLength(2);
    expectSound(pdf, signed, ['signature', 'timestamp', 'timestamp']);
  });

  test('two signatures are extended together, the first one long after it was made', async () => {
    const first = await sign(scan, person, { withTimestamp: true });
    const second = await sign(first, agency, { withTimestamp: true });

    const { pdf } = await extend(second, 'B-LTA');

    expectSound(pdf, second, ['signature', 'signature', 'timestamp']);
    expect(storeOf(pdf)).toMatchObject({ Certs: 4, OCSPs: 3 });
  });

  test('without OCSP the CRL speaks', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    other.down.add('ocsp');
    const signed = await sign(scan, signer, { of: other });

    const { pdf } = await extend(signed, 'B-LT', other);

    expect(storeOf(pdf)).toEqual({ Certs: 3, OCSPs: 0, CRLs: 2 });
  });

  test('an issuer that the signature does not carry is fetched', async () => {
    const chain = person.chain.slice(0, 1);
    const signed = await sign(scan, { ...person, chain });

    const { pdf } = await extend(signed, 'B-LT');

    expect(storeOf(pdf).Certs).toBe(3);
  });
});

test.each([
  ['object streams', ['--object-streams=generate']],
  ['a linearized file', ['--linearize']],
  ['an older version', ['--object-streams=disable', '--force-version=1.4']],
])('%s of another program are extended in their own style', async (_, change) => {
  using folder = temporaryFolder();
  const changed = `${folder.path}/changed.pdf`;
  runTool('qpdf', ...change, folder.write('scan.pdf', scan), changed);
  const foreign = new Uint8Array(readFileSync(changed));
  const signed = await sign(await sign(foreign, person), agency, { withTimestamp: true });

  const { pdf } = await extend(signed, 'B-LTA');

  expectSound(pdf, signed, ['signature', 'signature', 'timestamp', 'timestamp']);
});

test('a token larger than its place is asked for again with more room', async () => {
  const issuers = await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      pki.issue({ commonName: `Chứng thư ${index}`, keyType: 'P-521' }),
    ),
  );
  const chain = [...pki.tsa.chain, ...issuers.map(({ certificate }) => certificate)];
  const talkative = { ...pki.tsa, chain, random };
  let asked = 0;
  const services = {
    ...pki.services,
    timestamp: (request: Uint8Array) => {
      asked += 1;
      return answerTimestampRequest(request, talkative, now);
    },
  };
  const signed = await sign(scan, person);
  const { trustAnchors } = pki;

  const options = { level: 'B-T', services, trustAnchors, at: now, random } as const;
  const { pdf } = await extendSignatures(signed, options);

  expect(asked).toBe(2);
  expectSound(pdf, signed, ['signature', 'timestamp']);
});

test('our own verdict agrees, today and when every certificate of the signers has expired', async () => {
  const first = await sign(scan, person, { withTimestamp: true });
  const { pdf } = await extend(await sign(first, agency, { withTimestamp: true }), 'B-LTA');
  const { trustAnchors } = pki;

  for (const at of [now, years(4)]) {
    const verdicts = await verifySignatures(pdf, { trustAnchors, at, policy: expertPolicy });
    expect(verdicts.map(({ level, reasons }) => [level, reasons])).toEqual([
      ['B-LTA', []],
      ['B-LTA', []],
      ['unknown', []],
    ]);
  }
});

describe('years later', () => {
  test('the archive timestamp is renewed though the signer expired long ago', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    const archived = (await extend(await sign(scan, signer, { of: other }), 'B-LTA', other)).pdf;
    other.clock.now = years(3);
    other.asked.length = 0;

    const { pdf, stampedAt } = await extend(archived, 'B-LTA', other);

    expect(stampedAt).toEqual([years(3)]);
    expect(Buffer.compare(pdf.subarray(0, archived.length), archived)).toBe(0);
    // Only the TSA of the last timestamp is asked about.
    expect(other.asked).toEqual(['ocsp', 'timestamp']);
  });

  test('a signature that nobody stamped in time cannot be saved', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { of: other });
    other.clock.now = years(3);

    await expect(extend(signed, 'B-LT', other)).rejects.toMatchObject({
      code: 'VALIDATION_DATA_MISSING',
      details: { certificate: 'An', reasons: ['CERTIFICATE_EXPIRED'] },
    });
  });
});

describe('what is not extended', () => {
  test('a document of which one signed byte differs', async () => {
    const signed = await sign(scan, person, { withTimestamp: true });
    const tampered = signed.slice();
    tampered[400] = (tampered[400] ?? 0) ^ 1;

    await expect(extend(tampered, 'B-LTA')).rejects.toMatchObject({
      code: 'SIGNATURE_BROKEN',
      details: { fieldName: 'Signature1', reasons: ['CONTENT_CHANGED'] },
    });
  });

  test('a document that was changed after it was signed', async () => {
    const file = openPdf(await sign(scan, person, { withTimestamp: true }));
    const update = new IncrementalUpdate(file);
    const [page] = listPages(file);
    const reference = page?.reference ?? update.allocate();
    update.set(reference, page?.dict.with({ Contents: null }) ?? null);

    await expect(extend((await update.finish()).bytes, 'B-LTA')).rejects.toMatchObject({
      code: 'SIGNATURE_BROKEN',
      details: { reasons: ['CHANGED_AFTER_SIGNING'] },
    });
  });

  test('a document whose archive timestamp was exchanged for that of another document', async () => {
    const [one, other] = await Promise.all(
      [person, agency].map(async (signer) => (await extend(await sign(scan, signer), 'B-T')).pdf),
    );
    const [, stamp] = extractSignatures(other ?? scan);
    const forged = Buffer.from(one ?? scan);
    const at = forged.lastIndexOf('/Contents <') + '/Contents <'.length;
    forged.write(Buffer.from(stamp?.cms ?? scan).toString('hex'), at, 'latin1');

    await expect(extend(new Uint8Array(forged), 'B-LTA')).rejects.toMatchObject({
      code: 'SIGNATURE_BROKEN',
      details: { fieldName: 'Timestamp1', reasons: ['IMPRINT_MISMATCH'] },
    });
  });

  test('a document without a signature', async () => {
    await expect(extend(scan, 'B-T')).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' });
  });

  test('a signature whose certificate was revoked before it was stamped', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { withTimestamp: true, of: other });
    other.revoke(signer, new Date(now.getTime() - 1000), 1);

    await expect(extend(signed, 'B-LT', other)).rejects.toMatchObject({
      code: 'CERTIFICATE_REVOKED',
      details: { certificate: 'An', reason: 'keyCompromise' },
    });
  });

  test('but one that was stamped before the revocation is', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { withTimestamp: true, of: other });
    other.revoke(signer, new Date(now.getTime() + 3_600_000), 1);
    other.clock.now = new Date(now.getTime() + 7_200_000);

    const { pdf } = await extend(signed, 'B-LT', other);

    expect(storeOf(pdf)).toEqual({ Certs: 3, OCSPs: 2, CRLs: 0 });
  });

  test('a document while neither OCSP nor CRL answers', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { withTimestamp: true, of: other });
    other.down.add('ocsp').add('crl');

    await expect(extend(signed, 'B-LT', other)).rejects.toMatchObject({
      code: 'VALIDATION_DATA_MISSING',
      details: { reasons: ['SOURCE_UNREACHABLE'] },
    });
  });

  test('a document while the TSA is away; its signature stays B-B and can be stamped later', async () => {
    const other = await createDemoPki(now);
    const signer = await other.issue({ commonName: 'An', keyType: 'ec' });
    other.down.add('timestamp');

    await expect(sign(scan, signer, { withTimestamp: true, of: other })).rejects.toMatchObject({
      code: 'TSA_UNREACHABLE',
    });
    const signed = await sign(scan, signer, { of: other });
    await expect(extend(signed, 'B-T', other)).rejects.toMatchObject({ code: 'TSA_UNREACHABLE' });
    other.down.clear();
    expectSound(
      (await extend(signed, 'B-T', other)).pdf,
      signed,
      ['signature', 'timestamp'],
      other,
    );
  });

  test('a place too small for a timestamp is told before the TSA is asked', async () => {
    const before = pki.asked.length;

    await expect(
      sign(scan, person, { withTimestamp: true, timestampBytes: 0 }),
    ).rejects.toMatchObject({
      code: 'PDF_CANNOT_BE_SIGNED',
      details: { reason: 'signature larger than its place', missingBytes: expect.any(Number) },
    });
    expect(pki.asked.length).toBe(before);
  });
});
