import { beforeEach, expect, test } from 'vitest';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { checkSignerStatus } from './check-signer.ts';
import { issueDemoCertificate, type DemoCertificate } from './demo-authority.ts';

const now = new Date('2026-11-22T03:00:00Z');
let pki: DemoPki;
let person: DemoCertificate;

beforeEach(async () => {
  pki = await createDemoPki(now);
  person = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'ec' });
});

function check(chain: readonly Uint8Array[] = person.chain, at = now) {
  const { services, trustAnchors } = pki;
  return checkSignerStatus(chain, { services, trustAnchors, at });
}

test('a certificate in force is good by OCSP, and the CRL need not be asked', async () => {
  expect(await check()).toMatchObject({ status: 'good', source: 'ocsp', producedAt: now });
  expect(pki.asked).toEqual(['ocsp']);
});

test('by the CRL where OCSP does not answer', async () => {
  pki.down.add('ocsp');

  expect(await check()).toMatchObject({ status: 'good', source: 'crl' });
});

test.each([
  ['ocsp', 1, 'keyCompromise'],
  ['crl', 6, 'certificateHold'],
] as const)('a revoked or suspended one is told, by %s', async (source, reason, name) => {
  if (source === 'crl') pki.down.add('ocsp');
  const revokedAt = new Date(now.getTime() - 60_000);
  pki.revoke(person, revokedAt, reason);

  expect(await check()).toEqual({
    status: 'revoked',
    subject: 'Trần Minh Hà',
    revokedAt,
    reason: name,
  });
});

test('nothing is known while nobody answers: the signer is warned and decides', async () => {
  pki.down.add('ocsp').add('crl');

  expect(await check()).toEqual({
    status: 'unknown',
    subject: 'Trần Minh Hà',
    problems: ['SOURCE_UNREACHABLE'],
  });
});

test('nothing is known of a certificate that names nobody to ask', async () => {
  const { certificate, spki, privateKey } = pki.authority;
  const sources = { now, random };
  const signer = { commonName: 'An', keyType: 'ec' } as const;
  const { chain } = await issueDemoCertificate({ certificate, spki, privateKey }, signer, sources);

  expect(await check(chain)).toMatchObject({ status: 'unknown', problems: ['NO_SOURCE'] });
});

test('an answer of somebody else is not believed', async () => {
  const stranger = await createDemoPki(now);
  pki.services.ocsp = stranger.services.ocsp;
  pki.services.crl = stranger.services.crl;

  expect(await check()).toMatchObject({ status: 'unknown' });
});

test('a certificate out of its time is refused before anybody is asked', async () => {
  const year = 366 * 86_400_000;
  await expect(check(person.chain, new Date(now.getTime() + year))).rejects.toMatchObject({
    code: 'CERTIFICATE_EXPIRED',
  });
  await expect(check(person.chain, new Date(now.getTime() - year))).rejects.toMatchObject({
    code: 'CERTIFICATE_NOT_YET_VALID',
  });
  await expect(check(pki.tsa.chain)).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_FOR_SIGNING' });
  await expect(check([])).rejects.toMatchObject({ code: 'NO_CERTIFICATE' });
  await expect(check([new Uint8Array(3)])).rejects.toMatchObject({ code: 'NO_CERTIFICATE' });
  expect(pki.asked).toEqual([]);
});

test('a stranger is named as such', async () => {
  const stranger = await createDemoPki(now);
  const other = await stranger.issue({ commonName: 'Người lạ', keyType: 'ec' });

  expect(await check(other.chain)).toMatchObject({ status: 'unknown', subject: 'Người lạ' });
});
