import { createPrivateKey, sign as signByNode } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { concatBytes } from '#lib/pki/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import { buildSignedData } from '#lib/pki/cms/signed-data.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import {
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  utf8String,
} from '#lib/pki/der/der-writer.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { digest } from '#lib/pki/digest.ts';
import { buildSignedAttributes } from '#lib/pki/signed-attributes.ts';
import type { SignatureAlgorithm } from '#lib/pki/signature-algorithm.ts';
import { describeAlgorithm } from './algorithm-reliability.ts';
import { verifyCms } from './verify-cms.ts';

const content = new TextEncoder().encode('Quyết định số 15');
const PRIVATE_ATTRIBUTE = '1.3.6.1.4.1.22883.1';

type Signer = { certificate: Uint8Array; privateKey: string; algorithm: SignatureAlgorithm };

const signers = new Map<'rsa' | 'ed25519', Signer>();

beforeAll(() => {
  signers.set('rsa', madeByOpenssl('rsa:2048', { scheme: 'rsa-pkcs1', digest: 'SHA-512' }));
  signers.set('ed25519', madeByOpenssl('ed25519', { scheme: 'ed25519', digest: 'SHA-512' }));
});

function madeByOpenssl(key: string, algorithm: SignatureAlgorithm): Signer {
  using folder = temporaryFolder();
  const [keyFile, file] = [`${folder.path}/key.pem`, `${folder.path}/certificate.der`];
  runTool(
    ...(['openssl', 'req', '-x509', '-newkey', key, '-nodes', '-subj', '/CN=An'] as const),
    ...['-keyout', keyFile, '-outform', 'DER', '-out', file],
  );
  return {
    certificate: new Uint8Array(readFileSync(file)),
    privateKey: readFileSync(keyFile, 'utf8'),
    algorithm,
  };
}

function signerOf(keyType: 'rsa' | 'ed25519'): Signer {
  const signer = signers.get(keyType);
  if (!signer) throw new Error(`no signer with ${keyType}`);
  return signer;
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(type), setOf(value));
}

/** A CMS over the content, with further attributes. */
async function signed(
  { certificate, privateKey, algorithm }: Signer,
  further: { signed?: readonly Uint8Array[]; unsigned?: readonly Uint8Array[] } = {},
): Promise<Uint8Array> {
  const messageDigest = await digest('SHA-512', content);
  const usual = await buildSignedAttributes({ messageDigest, certificate });
  const members = readDer(usual).children.map(({ bytes }) => bytes);
  const signedAttributes = setOf(...members, ...(further.signed ?? []));
  const hash = algorithm.scheme === 'ed25519' ? null : 'sha512';
  return buildSignedData({
    chain: [certificate],
    algorithm,
    signedAttributes,
    signature: signByNode(hash, signedAttributes, createPrivateKey(privateKey)),
    unsignedAttributes: further.unsigned ?? [],
  });
}

describe('an attribute that occurs twice', () => {
  test('is read with both values where it holds timestamps', async () => {
    const [first, second] = ['first', 'second'].map((token) =>
      attribute(oids.signatureTimestamp, utf8String(token)),
    );
    const cms = await signed(signerOf('rsa'), {
      unsigned: [first ?? content, second ?? content],
    });

    const { problems, timestampTokens } = await verifyCms(cms, content, 'detached');

    expect(problems).toEqual([]);
    expect(timestampTokens).toEqual([utf8String('first'), utf8String('second')]);
  });

  test('does no harm where nobody knows it', async () => {
    const cms = await signed(signerOf('rsa'), {
      signed: ['a', 'b'].map((text) => attribute(PRIVATE_ATTRIBUTE, utf8String(text))),
    });

    expect((await verifyCms(cms, content, 'detached')).problems).toEqual([]);
  });

  test.each([
    ['message digest', oids.messageDigest],
    ['signed certificate', oids.signingCertificateV2],
  ])('leaves open which one was meant: %s', async (_, type) => {
    const cms = await signed(signerOf('rsa'), {
      signed: [attribute(type, octetString(new Uint8Array(64)))],
    });

    expect((await verifyCms(cms, content, 'detached')).problems).toEqual(['SIGNATURE_UNREADABLE']);
  });
});

describe('Ed25519', () => {
  test('is verified, with key, certificate and signature by OpenSSL', async () => {
    const cms = await signed(signerOf('ed25519'));

    const { problems, algorithm } = await verifyCms(cms, content, 'detached');

    expect(problems).toEqual([]);
    expect(algorithm && describeAlgorithm(algorithm)).toBe('Ed25519 · SHA-512');
  });

  test('is wrong for other content, another signature, and another key', async () => {
    const cms = await signed(signerOf('ed25519'));
    const other = cms.slice();
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    const byRsa = await signed({ ...signerOf('rsa'), algorithm: signerOf('ed25519').algorithm });
    const problemsOf = async (bytes: Uint8Array, data = content) =>
      (await verifyCms(bytes, data, 'detached')).problems;

    expect(await problemsOf(cms, concatBytes(content, content))).toEqual(['CONTENT_CHANGED']);
    expect(await problemsOf(other)).toEqual(['SIGNATURE_WRONG']);
    expect(await problemsOf(byRsa)).toEqual(['SIGNATURE_WRONG']);
  });

  test('is a key that certificates tell', () => {
    const { key } = parseCertificate(signerOf('ed25519').certificate);

    expect(key).toEqual({ type: 'other', algorithm: oids.ed25519 });
  });

  test('is unknown to the older form that signs a digest', async () => {
    const cms = await signed(signerOf('ed25519'));

    expect((await verifyCms(cms, content, 'sha1-inside')).problems).toEqual(['ALGORITHM_UNKNOWN']);
  });
});
