import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import anchor from '#fixtures/validated/archived.anchor.json';
import keptReport from '#fixtures/validated/archived.report.json';
import { validatedAt } from '#fixtures/validated/archived.ts';
import { appended, binaryText, exchanged } from '#fixtures/attacks/raw-pdf.ts';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { scannedPdf } from '#support/signed-pdf.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import type { DemoCertificate } from '#lib/pki/demo-authority.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import { ValidationReportSchema } from '#lib/protocol/validation-report.ts';
import { extendSignatures, type ExtensionOptions } from './extend-signatures.ts';
import { dict, PdfDict, PdfReference, PdfStream } from './objects/pdf-object.ts';
import { prepareSignature, sealSignature } from './prepare-signature.ts';
import { listPages } from './reading/pages.ts';
import { openPdf, type PdfFile } from './reading/pdf-file.ts';
import { repositoryPolicy, validateDocument } from './validate-document.ts';
import type { VerificationOptions } from './verify-signatures.ts';
import { IncrementalUpdate } from './writing/incremental-update.ts';

const now = new Date('2026-11-22T03:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const inJune2031 = new Date('2031-06-15T00:00:00Z');
const KEY_COMPROMISE = 1;
const SUPERSEDED = 4;

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

type Signing = { of?: DemoPki; signedAt?: Date; withTimestamp?: boolean };

async function sign(
  pdf: Uint8Array,
  signer: DemoCertificate,
  { of = pki, signedAt = of.clock.now, withTimestamp = false }: Signing = {},
): Promise<Uint8Array> {
  const prepared = await prepareSignature(pdf, {
    certificateChain: signer.chain,
    signedAt,
    profile: 'scan',
    appearance: null,
  });
  const raw = await signSha256(signer.privateKey, prepared.toBeSigned);
  const { services, trustAnchors, clock } = of;
  const timestamping = { timestamp: services.timestamp, trustAnchors, at: clock.now, random };
  return sealSignature(prepared, raw, withTimestamp ? timestamping : undefined);
}

async function extend(pdf: Uint8Array, level: ExtensionOptions['level'], of = pki) {
  const { services, trustAnchors, clock } = of;
  const options = { level, services, trustAnchors, at: clock.now, random };
  return (await extendSignatures(pdf, options)).pdf;
}

function rootOf(file: PdfFile): string {
  const root = file.trailer.get('Root');
  return root instanceof PdfReference ? `/Root ${root.number} 0 R` : '';
}

/** With another document security store, of these CRLs alone. */
async function withStore(pdf: Uint8Array, crls: readonly Uint8Array[]): Promise<Uint8Array> {
  const file = openPdf(pdf);
  const update = new IncrementalUpdate(file);
  const lists = crls.map((crl) => update.add(new PdfStream(new PdfDict(), crl)));
  const root = file.trailer.get('Root');
  if (root instanceof PdfReference) {
    update.set(root, file.catalog.with({ DSS: dict({ CRLs: lists }) }));
  }
  return (await update.finish()).bytes;
}

function validate(pdf: Uint8Array, changes: Partial<VerificationOptions> = {}) {
  return validateDocument(pdf, { trustAnchors: pki.trustAnchors, at: now, ...changes });
}

describe('a signature without timestamp', () => {
  test('stays open for an expert while nobody says whether its signer was revoked', async () => {
    const report = await validate(await sign(scan, person));

    expect(report).toMatchObject({
      verdict: 'indeterminate',
      signatures: [
        {
          indication: 'indeterminate',
          subIndication: 'TRY_LATER',
          reasons: ['REVOCATION_UNKNOWN'],
          integrity: { state: 'intact', algorithm: 'ECDSA P-256 · SHA-256' },
          coverage: { state: 'whole-document', revision: 2, revisionCount: 2 },
          changes: { state: 'none' },
          identity: { state: 'suitable', certificate: { subject: 'Trần Minh Hà', isDemo: true } },
          trust: { state: 'trusted' },
          validity: { state: 'in-force' },
          revocation: { state: 'unknown', problems: ['NO_EVIDENCE'] },
          time: { state: 'claimed', claimedAt: now.toISOString(), provenAt: null },
          level: 'B-B',
        },
      ],
    });
    expect(v.parse(ValidationReportSchema, JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test('is good enough for the repository, which says what was not checked', async () => {
    const report = await validate(await sign(scan, person), { policy: repositoryPolicy });

    expect(report.verdict).toBe('passed');
    expect(report.signatures[0]?.remarks).toEqual(['NO_TIMESTAMP', 'REVOCATION_NOT_CHECKED']);
  });

  test('passes once the authority says that the signer was not revoked', async () => {
    const signed = await sign(scan, person);

    const report = await validate(signed, { services: pki.services });

    expect(report.signatures).toMatchObject([
      { indication: 'passed', revocation: { state: 'good', source: 'ocsp' }, level: 'B-B' },
    ]);
  });

  test('is asked about by CRL where OCSP is down, and left open where both are', async () => {
    const other = await createDemoPki(now);
    const signed = await sign(scan, await other.issue({ commonName: 'An', keyType: 'ec' }));
    const asking = { trustAnchors: other.trustAnchors, services: other.services };

    other.down.add('ocsp');
    expect((await validate(signed, asking)).signatures).toMatchObject([
      { indication: 'passed', revocation: { state: 'good', source: 'crl' } },
    ]);
    other.down.add('crl');
    expect((await validate(signed, asking)).signatures).toMatchObject([
      { subIndication: 'TRY_LATER', revocation: { problems: ['SOURCE_UNREACHABLE'] } },
    ]);
  });

  test('proves nothing once its certificate has expired', async () => {
    const signed = await sign(scan, person);

    const expert = await validate(signed, { at: inJune2031 });
    const repository = await validate(signed, { at: inJune2031, policy: repositoryPolicy });

    expect(expert.signatures).toMatchObject([
      { subIndication: 'OUT_OF_BOUNDS_NO_POE', validity: { state: 'unproven' } },
    ]);
    expect(repository.signatures).toMatchObject([
      { indication: 'passed', validity: { state: 'expired-since' } },
    ]);
  });
});

describe('levels', () => {
  test.each([
    ['B-T', 'B-T'],
    ['B-LT', 'B-LT'],
    ['B-LTA', 'B-LTA'],
  ] as const)('a document brought to %s is reported as such', async (level, expected) => {
    const pdf = await extend(await sign(scan, person, { withTimestamp: true }), level);

    const [signature] = (await validate(pdf, { services: pki.services })).signatures;

    expect(signature).toMatchObject({
      indication: 'passed',
      level: expected,
      time: { state: 'proven', provenAt: now.toISOString() },
      changes: { state: level === 'B-T' ? 'none' : 'allowed' },
    });
  });

  test('two signatures and their archive timestamp all pass', async () => {
    const first = await sign(scan, person, { withTimestamp: true });
    const pdf = await extend(await sign(first, agency, { withTimestamp: true }), 'B-LTA');

    const report = await validate(pdf);

    expect(report.verdict).toBe('passed');
    expect(
      report.signatures.map(({ kind, level, indication }) => [kind, level, indication]),
    ).toEqual([
      ['signature', 'B-LTA', 'passed'],
      ['signature', 'B-LTA', 'passed'],
      ['document-timestamp', 'unknown', 'passed'],
    ]);
    expect(report.signatures[0]?.changes.items.map(({ kind }) => kind)).toContain(
      'signature-added',
    );
    expect(report.isExtendedAfterLastSignature).toBe(false);
  });
});

describe('years later', () => {
  test('an archived document passes without asking anybody, after its signers have expired', async () => {
    const first = await sign(scan, person, { withTimestamp: true });
    const pdf = await extend(await sign(first, agency), 'B-LTA');

    const report = await validate(pdf, { at: inJune2031 });

    expect(report.verdict).toBe('passed');
    expect(report.signatures).toMatchObject([
      {
        level: 'B-LTA',
        validity: { state: 'expired-since' },
        remarks: ['CERTIFICATE_EXPIRED_SINCE'],
      },
      { level: 'B-LTA', validity: { state: 'expired-since' } },
      { kind: 'document-timestamp', indication: 'passed' },
      { kind: 'document-timestamp', indication: 'passed' },
    ]);
  });

  test('nothing is proven any more once the timestamp authority itself has expired', async () => {
    const pdf = await extend(await sign(scan, person, { withTimestamp: true }), 'B-LTA');

    const [signature, timestamp] = (await validate(pdf, { at: new Date('2033-01-01') })).signatures;

    expect(signature).toMatchObject({
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
      remarks: expect.arrayContaining(['TIMESTAMP_UNUSABLE']),
      level: 'B-B',
    });
    expect(timestamp).toMatchObject({
      indication: 'indeterminate',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
      integrity: { state: 'intact' },
    });
  });

  test('a renewed archive outlives the first timestamp authority', async () => {
    const first = await createDemoPki(now);
    const signer = await first.issue({ commonName: 'An', keyType: 'ec' });
    const stamped = await sign(scan, signer, { of: first, withTimestamp: true });
    const archived = await extend(stamped, 'B-LTA', first);
    first.clock.now = inJune2031;
    const next = await createDemoPki(inJune2031);
    const trustAnchors = [...first.trustAnchors, ...next.trustAnchors];
    const { pdf } = await extendSignatures(archived, {
      level: 'B-LTA',
      services: { ...first.services, timestamp: next.services.timestamp },
      trustAnchors,
      at: inJune2031,
      random,
    });

    const report = await validate(pdf, { at: new Date('2035-01-01'), trustAnchors });

    expect(report.verdict).toBe('passed');
    expect(report.signatures[0]).toMatchObject({
      level: 'B-LTA',
      time: { provenAt: now.toISOString() },
    });
  });
});

describe('a signer who was revoked', () => {
  async function revokedSigner(revokedAt: Date, signing: Signing = {}) {
    const of = await createDemoPki(now);
    const signer = await of.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { of, ...signing });
    of.revoke(signer, revokedAt, KEY_COMPROMISE);
    of.clock.now = later(30);
    const asking = { trustAnchors: of.trustAnchors, services: of.services, at: of.clock.now };
    return { of, signed, asking };
  }

  test('after a proven signature does not undo it', async () => {
    const { signed, asking } = await revokedSigner(later(10), { withTimestamp: true });

    expect((await validate(signed, asking)).signatures).toMatchObject([
      {
        indication: 'passed',
        revocation: { state: 'revoked-since', reason: 'keyCompromise' },
        remarks: ['CERTIFICATE_REVOKED_SINCE'],
      },
    ]);
  });

  test('leaves a signature open that only claims to be older', async () => {
    const { signed, asking } = await revokedSigner(later(10));
    const byRepository = { ...asking, policy: repositoryPolicy };

    for (const options of [asking, byRepository]) {
      expect((await validate(signed, options)).signatures).toMatchObject([
        { subIndication: 'REVOKED_NO_POE', revocation: { state: 'unproven' } },
      ]);
    }
  });

  test('cannot sign, whatever a timestamp says', async () => {
    for (const withTimestamp of [true, false]) {
      const { signed, asking } = await revokedSigner(later(-1), { withTimestamp });

      expect((await validate(signed, asking)).signatures).toMatchObject([
        { indication: 'failed', subIndication: 'REVOKED', reasons: ['CERTIFICATE_REVOKED'] },
      ]);
    }
  });

  test('is remembered although a later revision dropped the validation data that says so', async () => {
    const { of, signed } = await revokedSigner(later(10));
    const crl = await of.services.crl('http://pki.example/ca.crl');
    const told = await withStore(signed, [crl]);
    const dropped = await withStore(told, []);

    for (const pdf of [told, dropped]) {
      const { signatures } = await validate(pdf, { trustAnchors: of.trustAnchors, at: later(30) });
      expect(signatures).toMatchObject([
        { subIndication: 'REVOKED_NO_POE', changes: { state: 'allowed' } },
      ]);
    }
  });

  test('is remembered from old validation data that could no longer say that all is well', async () => {
    const { of, signed } = await revokedSigner(later(10));
    const crl = await of.services.crl('http://pki.example/ca.crl');

    const { signatures } = await validate(signed, {
      trustAnchors: of.trustAnchors,
      at: later(90),
      evidence: { crls: [crl] },
    });

    expect(signatures).toMatchObject([{ subIndication: 'REVOKED_NO_POE' }]);
  });
});

test('a part that cannot be read blocks signing, and leaves the verdict on the signature', async () => {
  const signed = await sign(scan, person);
  const file = openPdf(signed);
  const [page] = listPages(file);
  const broken = appended(
    signed,
    { 99: '<</Type/Annot/Rect[0 0 -1.#INF 9]>>' },
    { trailer: rootOf(file) },
  );
  if (!page?.reference) throw new Error('The page is no object');
  const update = new IncrementalUpdate(openPdf(broken));
  update.set(page.reference, page.dict.with({ Annots: [new PdfReference(99)] }));

  const report = await validate((await update.finish()).bytes);

  expect(report.signatures).toMatchObject([
    { integrity: { state: 'intact' }, changes: { state: 'forbidden' } },
  ]);
  expect(report.shadowFindings).toMatchObject([{ kind: 'missing-object', severity: 'blocks' }]);
});

test('a byte range that is not honest tells nothing about what was signed', async () => {
  const signed = await sign(scan, person);
  const text = /\/ByteRange \[0 \d+/u.exec(binaryText(signed))?.[0] ?? '';
  const forged = exchanged(
    signed,
    text,
    text.replace(/\d$/u, (digit) => `${9 - Number(digit)}`),
  );

  expect((await validate(forged)).signatures).toMatchObject([
    { subIndication: 'FORMAT_FAILURE', reasons: expect.not.arrayContaining(['CONTENT_CHANGED']) },
  ]);
});

describe('a timestamp authority', () => {
  test('that nobody trusts proves nothing, and says so', async () => {
    const stranger = await createDemoPki(now);
    const prepared = await prepareSignature(scan, {
      certificateChain: person.chain,
      signedAt: now,
      profile: 'scan',
      appearance: null,
    });
    const signed = await sealSignature(
      prepared,
      await signSha256(person.privateKey, prepared.toBeSigned),
      {
        timestamp: stranger.services.timestamp,
        trustAnchors: stranger.trustAnchors,
        at: now,
        random,
      },
    );

    expect((await validate(signed)).signatures).toMatchObject([
      {
        level: 'B-B',
        remarks: ['TIMESTAMP_UNUSABLE'],
        time: {
          state: 'claimed',
          timestamps: [{ isUsable: false, problems: ['TIMESTAMP_UNTRUSTED'] }],
        },
      },
    ]);
  });

  test.each([
    ['whose key was stolen is not believed', KEY_COMPROMISE, false],
    ['that was replaced is believed for what it stamped before', SUPERSEDED, true],
  ])('%s', async (_, reason, isUsable) => {
    const of = await createDemoPki(now);
    const signer = await of.issue({ commonName: 'An', keyType: 'ec' });
    const signed = await sign(scan, signer, { of, withTimestamp: true });
    of.revoke(of.tsa, later(10), reason);
    of.clock.now = later(30);

    const { signatures } = await validate(signed, {
      trustAnchors: of.trustAnchors,
      services: of.services,
      at: of.clock.now,
    });

    expect(signatures[0]?.time.timestamps).toMatchObject([
      { isUsable, problems: isUsable ? [] : ['AUTHORITY_REVOKED'] },
    ]);
  });
});

describe('the verdict on the whole document', () => {
  test('is that of its worst signature', async () => {
    const stranger = await createDemoPki(now);
    const foreign = await stranger.issue({ commonName: 'Người lạ', keyType: 'ec' });
    const pdf = await sign(await sign(scan, person), foreign);

    const report = await validate(pdf, { services: pki.services });

    expect(report.verdict).toBe('indeterminate');
    expect(report.signatures).toMatchObject([
      { indication: 'passed' },
      { subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', trust: { state: 'untrusted' } },
    ]);
  });

  test('of a document that nobody signed says just that', async () => {
    expect(await validate(scan)).toMatchObject({
      verdict: 'unsigned',
      signatures: [],
      pageCount: 1,
      isExtendedAfterLastSignature: false,
    });
  });

  test('says where the document goes on behind its last signature', async () => {
    const pdf = await extend(await sign(scan, person, { withTimestamp: true }), 'B-LT');

    expect((await validate(pdf)).isExtendedAfterLastSignature).toBe(true);
  });
});

const kept = new URL('../../../tests/fixtures/validated/', import.meta.url);

test('the report on a kept document is the one that the browser gives too', async () => {
  const pdf = await readFile(new URL('archived.pdf', kept));

  const found = await validateDocument(new Uint8Array(pdf), {
    trustAnchors: [decodeBase64(anchor.certificate)],
    at: validatedAt,
  });

  expect(found).toEqual(keptReport);
});
