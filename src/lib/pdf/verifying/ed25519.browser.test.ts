import { expect, test } from 'vitest';
import { createCertificate } from '#lib/pki/certificates/create-certificate.ts';
import { buildSignedData } from '#lib/pki/cms/signed-data.ts';
import { createDemoAuthority, demoAuthorityName } from '#lib/pki/demo-authority.ts';
import { digest } from '#lib/pki/digest.ts';
import { buildSignedAttributes } from '#lib/pki/signed-attributes.ts';
import { verifyCms } from './verify-cms.ts';

test('a signature by Ed25519 gets the same verdict in the browser', async () => {
  const now = new Date('2026-11-22T03:00:00Z');
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const authority = await createDemoAuthority({ now, random });
  const keys = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('Ed25519 has no pair of keys');
  const certificate = await createCertificate({
    subject: { commonName: 'An' },
    issuer: demoAuthorityName,
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuerSpki: authority.spki,
    serialNumber: Uint8Array.of(9),
    notBefore: now,
    notAfter: new Date(now.getTime() + 1_000_000),
    keyUsage: ['digitalSignature'],
    signWith: authority.privateKey,
  });
  const content = new TextEncoder().encode('Quyết định số 15');
  const messageDigest = await digest('SHA-512', content);
  const signedAttributes = await buildSignedAttributes({ messageDigest, certificate });
  const signature = await crypto.subtle.sign('Ed25519', keys.privateKey, signedAttributes);
  const cms = buildSignedData({
    chain: [certificate],
    algorithm: { scheme: 'ed25519', digest: 'SHA-512' },
    signedAttributes,
    signature: new Uint8Array(signature),
  });

  expect((await verifyCms(cms, content, 'detached')).problems).toEqual([]);
  expect((await verifyCms(cms, content.slice(1), 'detached')).problems).toEqual([
    'CONTENT_CHANGED',
  ]);
});
