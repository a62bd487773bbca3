import { expect, test } from 'vitest';
import { generalName, newAuthority, newPerson } from '#support/test-authority.ts';
import { extension } from '../certificates/create-certificate.ts';
import { explicit, sequence } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { revocationSources } from './sources.ts';

test('a certificate names where its status is asked for', async () => {
  const point = (...addresses: string[]) =>
    sequence(explicit(0, explicit(0, ...addresses.map(generalName.uri))));
  const ca = await newAuthority('CA');
  const { certificate } = await newPerson(ca, 'An', {
    services: {
      ocsp: 'http://ocsp.example/',
      issuer: 'http://ca.example/ca.cer',
      crl: 'http://crl.example/ca.crl',
    },
    furtherExtensions: [
      extension(
        oids.freshestCrl,
        sequence(point('ldap://crl.example/cn=delta', 'HTTP://crl.example/delta.crl')),
      ),
    ],
  });

  // Only what a server can fetch: a directory address is none.
  expect(revocationSources(certificate)).toEqual({
    ocsp: ['http://ocsp.example/'],
    crl: ['http://crl.example/ca.crl'],
    deltaCrl: ['HTTP://crl.example/delta.crl'],
    issuers: ['http://ca.example/ca.cer'],
  });
  expect(revocationSources(ca.certificate)).toEqual({
    ocsp: [],
    crl: [],
    deltaCrl: [],
    issuers: [],
  });
});
