import { constants, createPrivateKey, sign as signByNode, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDemoPki, type DemoPki } from '#support/demo-pki.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { extractSignatures, judgeByOpenssl } from '#support/signature-judges.ts';
import { scannedPdf } from '#support/signed-pdf.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import { createCertificate } from '#lib/pki/certificates/create-certificate.ts';
import { readSignedData } from '#lib/pki/cms/signed-data.ts';
import { verifySigner } from '#lib/pki/cms/verify-signer.ts';
import {
  demoAuthorityName,
  type DemoCertificate,
  type DemoKeyType,
} from '#lib/pki/demo-authority.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import { bitString, objectIdentifier, sequence } from '#lib/pki/der/der-writer.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { digestOctets } from '#lib/pki/digest.ts';
import { signingAlgorithmDetails } from '#lib/pki/signature-algorithm.ts';
import { parseSignedAttributes } from '#lib/pki/signed-attributes.ts';
import { prepareSignature, sealSignature, type SignatureOptions } from './prepare-signature.ts';

const now = new Date('2026-11-22T03:00:00Z');
const signers = new Map<DemoKeyType, DemoCertificate>();
let pki: DemoPki;
let scan: Uint8Array;

beforeAll(async () => {
  pki = await createDemoPki(now);
  for (const keyType of ['ec', 'P-384', 'P-521', 'rsa', 'rsa-3072'] as const) {
    signers.set(keyType, await pki.issue({ commonName: 'Trần Minh Hà', keyType }));
  }
  scan = (await scannedPdf()).bytes;
});

function signerOf(keyType: DemoKeyType): DemoCertificate {
  const signer = signers.get(keyType);
  if (!signer) throw new Error(`no signer with ${keyType}`);
  return signer;
}

function prepare(signer: DemoCertificate, changes: Partial<SignatureOptions> = {}) {
  return prepareSignature(scan, {
    certificateChain: signer.chain,
    signedAt: now,
    profile: 'scan',
    appearance: null,
    ...changes,
  });
}

/** As a token would, by code that is not ours. */
function signAs(algorithm: SigningAlgorithm, signer: DemoCertificate, data: Uint8Array): Buffer {
  const { scheme, digest } = signingAlgorithmDetails[algorithm];
  const key: KeyObject = createPrivateKey({
    key: Buffer.from(signer.privateKeyPkcs8),
    format: 'der',
    type: 'pkcs8',
  });
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digestOctets[digest] };
  const hash = digest.replace('-', '').toLowerCase();
  return signByNode(hash, data, { key, ...(scheme === 'rsa-pss' && padding) });
}

test.each([
  ['ec', undefined, 'ECDSA-SHA256'],
  ['P-384', undefined, 'ECDSA-SHA384'],
  ['P-521', undefined, 'ECDSA-SHA512'],
  ['P-384', 'ECDSA-SHA256', 'ECDSA-SHA256'],
  ['rsa', undefined, 'RSA-PKCS1-SHA256'],
  ['rsa-3072', 'RSA-PKCS1-SHA384', 'RSA-PKCS1-SHA384'],
  ['rsa', 'RSA-PKCS1-SHA512', 'RSA-PKCS1-SHA512'],
  ['rsa', 'RSA-PSS-SHA256', 'RSA-PSS-SHA256'],
  ['rsa-3072', 'RSA-PSS-SHA384', 'RSA-PSS-SHA384'],
  ['rsa', 'RSA-PSS-SHA512', 'RSA-PSS-SHA512'],
] as const)('a key %s asked for %s signs by %s', async (keyType, wanted, expected) => {
  using folder = temporaryFolder();
  const signer = signerOf(keyType);
  const prepared = await prepare(signer, wanted ? { algorithm: wanted } : {});
  expect(prepared.algorithm).toBe(expected);
  expect(parseSignedAttributes(prepared.toBeSigned)).toMatchObject({
    algorithm: expected,
    messageDigest: prepared.contentDigest,
  });

  const signed = await sealSignature(prepared, signAs(expected, signer, prepared.toBeSigned));

  expect(judgeByOpenssl(signed, pki.authority.certificate, now)).toEqual(['signature']);
  const file = folder.write('signed.pdf', signed);
  expect(runTool('pdfsig', '-nocert', file)).toContain('Signature is Valid');
  expect(qpdfComplaints(file)).toBe('');
  const [signature] = extractSignatures(signed);
  const cms = readSignedData(signature?.cms ?? scan);
  expect(await verifySigner(cms, signature?.content ?? scan)).toEqual([]);
  // Certificates are carried as they were issued, diacritics of the names included.
  expect(cms.certificates.map(({ der }) => Buffer.compare(der, signer.certificate))).toContain(0);
});

describe('a signature is refused', () => {
  test('when it was made in another way than was asked for', async () => {
    const signer = signerOf('rsa');
    const prepared = await prepare(signer, { algorithm: 'RSA-PSS-SHA256' });
    const raw = signAs('RSA-PKCS1-SHA256', signer, prepared.toBeSigned);

    await expect(sealSignature(prepared, raw)).rejects.toMatchObject({
      code: 'SIGNATURE_NOT_VERIFIED',
    });
  });

  test('when the key cannot sign so', async () => {
    await expect(prepare(signerOf('ec'), { algorithm: 'RSA-PSS-SHA256' })).rejects.toMatchObject({
      code: 'CERTIFICATE_NOT_FOR_SIGNING',
    });
  });

  test('when a key for PSS alone is asked for the older padding', async () => {
    const signer = await pssOnly(signerOf('rsa'));

    expect((await prepare(signer)).algorithm).toBe('RSA-PSS-SHA256');
    await expect(prepare(signer, { algorithm: 'RSA-PKCS1-SHA256' })).rejects.toMatchObject({
      code: 'CERTIFICATE_NOT_FOR_SIGNING',
    });
  });
});

describe('a CMS whose algorithms were exchanged', () => {
  test.each([
    ['SHA3-256', '2.16.840.1.101.3.4.2.8'],
    ['SHA-224', '2.16.840.1.101.3.4.2.4'],
    ['SHA-384 in place of SHA-256', oids.sha384],
  ])('is never taken for the one that was signed (%s)', async (_, digestOid) => {
    const signer = signerOf('ec');
    const prepared = await prepare(signer);
    const signed = await sealSignature(
      prepared,
      signAs('ECDSA-SHA256', signer, prepared.toBeSigned),
    );
    const [signature] = extractSignatures(signed);
    const cms = Buffer.from(signature?.cms ?? scan);
    // Both places that name the digest: the set of the SignedData and the SignerInfo.
    const own = Buffer.from(objectIdentifier(oids.sha256));
    const other = Buffer.from(objectIdentifier(digestOid));
    for (let at = cms.indexOf(own); at >= 0; at = cms.indexOf(own, at + 1)) other.copy(cms, at);

    const problems = await verifySigner(
      readSignedData(new Uint8Array(cms)),
      signature?.content ?? scan,
    );

    expect(problems).toEqual(['ALGORITHM_UNKNOWN']);
  });

  test('is known by the algorithm that the attributes protect', async () => {
    const signer = signerOf('rsa');
    const prepared = await prepare(signer);
    const signed = await sealSignature(
      prepared,
      signAs('RSA-PKCS1-SHA256', signer, prepared.toBeSigned),
    );
    const [signature] = extractSignatures(signed);
    const cms = Buffer.from(signature?.cms ?? scan);
    const at = cms.lastIndexOf(Buffer.from(objectIdentifier(oids.sha256WithRsa)));
    // The bare key type is as true for the same signature, yet it is not what was signed.
    Buffer.from(objectIdentifier(oids.rsaEncryption)).copy(cms, at);

    const problems = await verifySigner(
      readSignedData(new Uint8Array(cms)),
      signature?.content ?? scan,
    );

    expect(problems).toEqual(['ATTRIBUTES_WRONG']);
  });
});

/** The same key under id-RSASSA-PSS (RFC 4055 §1.2). */
async function pssOnly(signer: DemoCertificate): Promise<DemoCertificate> {
  const { spki } = parseCertificate(signer.certificate);
  const key = readDer(spki).child(1).bitString();
  const certificate = await createCertificate({
    subject: { commonName: 'Trần Minh Hà' },
    issuer: demoAuthorityName,
    spki: sequence(sequence(objectIdentifier(oids.rsaPss)), bitString(key)),
    issuerSpki: pki.authority.spki,
    serialNumber: Uint8Array.of(7),
    notBefore: new Date(now.getTime() - 1000),
    notAfter: new Date(now.getTime() + 1_000_000),
    keyUsage: ['digitalSignature'],
    signWith: pki.authority.privateKey,
  });
  return { ...signer, certificate, chain: [certificate, pki.authority.certificate] };
}
