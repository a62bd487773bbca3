import { describe, expect, it } from 'vitest';
import { parseCertificate } from '#lib/pki/certificate.ts';
import { issueDemoCertificate, type DemoKeyType } from '#lib/pki/demo-authority.ts';
import { ecdsaToDer } from '#lib/pki/signature-algorithm.ts';
import { itemAlgorithm } from '#lib/pki/signing-batch/item-algorithm.ts';
import type { SignEvent } from '#lib/protocol/bridge.ts';
import { createDemoPki, random } from '#support/demo-pki.ts';
import { algorithmIdentifiers, listsAlgorithm } from './algorithm-identifiers.ts';
import { remoteCredential } from './remote-credential.ts';
import { signRemotely } from './sign-remotely.ts';

const now = new Date();
const toBeSigned = new TextEncoder().encode('thuộc tính đã ký');

/** One document signed by a service that sends ECDSA in the given form. */
async function signedWith(
  keyType: DemoKeyType,
  form: 'raw' | 'der' | 'broken',
): Promise<SignEvent[]> {
  const { authority } = await createDemoPki(now);
  const holder = { commonName: 'Nguyễn Thị Lan', keyType };
  const { certificate, privateKey } = await issueDemoCertificate(authority, holder, {
    now,
    random,
  });
  const info = {
    key: { status: 'enabled', algo: [] },
    cert: { status: 'valid', certificates: [Buffer.from(certificate).toString('base64')] },
    multisign: 1,
  };
  const credential = remoteCredential('khóa-1', info, 'Ký số từ xa');
  if (!credential) throw new Error('it can sign');
  const algorithm = itemAlgorithm(
    { documentId: 'doc-1', stated: null, asked: null },
    parseCertificate(certificate).key,
  );
  const document = {
    id: 'doc-1',
    title: 'Giấy phép',
    numberNotation: '1/GP',
    pageCount: 1,
    contentSha256: '',
    attributesSha256: '',
  };
  const hash = 'SHA-256';
  const raw = new Uint8Array(
    await crypto.subtle.sign({ name: 'ECDSA', hash }, privateKey, toBeSigned),
  );
  const sent = form === 'der' ? ecdsaToDer(raw) : form === 'raw' ? raw : raw.toReversed();
  const service = {
    activate: () => Promise.resolve('sad'),
    sign: () => Promise.resolve([sent]),
  };
  const items = [{ document, toBeSigned, algorithm }];
  const events: SignEvent[] = [];
  const batch = { credential, items, description: 'Ký 1 văn bản' };
  for await (const event of signRemotely(batch, service, new AbortController().signal)) {
    events.push(event);
  }
  return events;
}

describe('ECDSA signatures of a remote service', () => {
  it.each(['raw', 'der'] as const)('are passed on in DER when they come as %s', async (form) => {
    const [, , event] = await signedWith('ec', form);
    if (event?.event !== 'signed') throw new Error('it was signed');
    expect(Buffer.from(event.signature, 'base64')[0]).toBe(0x30);
  });

  it('are refused when they do not verify', async () => {
    const [, , event] = await signedWith('ec', 'broken');
    expect(event).toMatchObject({ event: 'failed', error: { code: 'SIGNATURE_NOT_VERIFIED' } });
  });
});

describe('algorithms', () => {
  it('are named by their dotted identifiers, PSS with its parameters', () => {
    expect(algorithmIdentifiers('RSA-PKCS1-SHA256')).toEqual({
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      signAlgo: '1.2.840.113549.1.1.11',
    });
    expect(algorithmIdentifiers('ECDSA-SHA384')).toEqual({
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.2',
      signAlgo: '1.2.840.10045.4.3.3',
    });
    const { signAlgo, signAlgoParams = '' } = algorithmIdentifiers('RSA-PSS-SHA256');
    expect(signAlgo).toBe('1.2.840.113549.1.1.10');
    expect(Buffer.from(signAlgoParams, 'base64')[0]).toBe(0x30);
  });

  it('are those that the key lists, or its type', () => {
    expect(listsAlgorithm([], 'RSA-PKCS1-SHA256')).toBe(true);
    expect(listsAlgorithm(['1.2.840.113549.1.1.1'], 'RSA-PSS-SHA256')).toBe(true);
    expect(listsAlgorithm(['1.2.840.113549.1.1.11'], 'RSA-PKCS1-SHA256')).toBe(true);
    expect(listsAlgorithm(['1.2.840.113549.1.1.11'], 'RSA-PKCS1-SHA512')).toBe(false);
    expect(listsAlgorithm(['1.2.840.10045.2.1'], 'RSA-PKCS1-SHA256')).toBe(false);
  });
});
