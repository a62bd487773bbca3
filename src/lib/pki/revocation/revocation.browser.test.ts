import { expect, test } from 'vitest';
import { daysFromNow, newAuthority, newPerson, NOW } from '#support/test-authority.ts';
import { signCrl, signOcspResponse } from '#support/test-revocation.ts';
import { buildChain } from '../certificates/build-chain.ts';
import { checkRevocation } from './revocation.ts';

test('a page judges paths, CRLs and OCSP answers as the server does', async () => {
  const root = await newAuthority('Gốc');
  const authority = await newAuthority('CA', { issuer: root });
  const person = await newPerson(authority, 'Trần Minh Hà');
  const certificates = [authority.certificate];
  const trustAnchors = [root.certificate];
  const { certificate } = person;
  const revocation = { revokedAt: daysFromNow(-2), reason: 'certificateHold' } as const;
  const crl = await signCrl({ signer: authority, revoked: [{ certificate, ...revocation }] });
  const answer = await signOcspResponse({ certificate, issuer: authority });
  const statusBy = (crls: Uint8Array[], ocspResponses: Uint8Array[]) =>
    checkRevocation(
      certificate,
      authority.certificate,
      { crls, ocspResponses },
      { at: NOW, trustAnchors, certificates },
    );

  expect(await buildChain(certificate, certificates, trustAnchors, NOW)).toMatchObject({
    isTrusted: true,
  });
  expect(await statusBy([crl], [])).toMatchObject({ status: 'revoked', ...revocation });
  expect(await statusBy([crl], [answer])).toMatchObject({ status: 'good', source: 'ocsp' });
});
