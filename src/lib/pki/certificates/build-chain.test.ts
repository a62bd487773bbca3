import { expect, test } from 'vitest';
import { daysFromNow, newAuthority, newPerson, NOW, type Holder } from '#support/test-authority.ts';
import type { Certificate } from '../certificate.ts';
import { buildChain } from './build-chain.ts';

const certificatesOf = (...holders: Holder[]): Certificate[] =>
  holders.map(({ certificate }) => certificate);

test('a certificate that two roots vouch for is trusted through the one that is an anchor', async () => {
  const [ours, foreign] = await Promise.all([newAuthority('Gốc ta'), newAuthority('Gốc khác')]);
  const authority = await newAuthority('CA', { issuer: foreign });
  const cross = await newAuthority('CA', { issuer: ours, keys: authority.keys });
  const person = await newPerson(authority, 'An');

  const chain = await buildChain(
    person.certificate,
    certificatesOf(foreign, authority, cross),
    [ours.certificate],
    NOW,
  );

  expect(chain).toEqual({
    isTrusted: true,
    certificates: certificatesOf(person, cross, ours),
  });
});

test('an expired cross-certificate does not stand in the way of one in force', async () => {
  const root = await newAuthority('Gốc');
  const old = await newAuthority('CA', { issuer: root, notAfter: daysFromNow(-1) });
  const renewed = await newAuthority('CA', { issuer: root, keys: old.keys });
  const person = await newPerson(old, 'An');

  const both = certificatesOf(old, renewed);
  const anchors = certificatesOf(root);

  expect(await buildChain(person.certificate, both, anchors, NOW)).toMatchObject({
    isTrusted: true,
  });
  expect(await buildChain(person.certificate, both.slice(0, 1), anchors, NOW)).toEqual({
    isTrusted: false,
    certificates: certificatesOf(person, old, root),
    problems: ['CERTIFICATE_EXPIRED'],
  });
});

test('of two roots with the same name the one with the right key is found', async () => {
  const root = await newAuthority('Gốc');
  const twin = await newAuthority('Gốc');
  const person = await newPerson(root, 'An');

  const chain = await buildChain(person.certificate, [], certificatesOf(twin, root), NOW);

  expect(chain).toMatchObject({ isTrusted: true, certificates: certificatesOf(person, root) });
});

test('an anchor among the intermediates is no detour, and an anchor itself is a path', async () => {
  const root = await newAuthority('Gốc');
  const person = await newPerson(root, 'An');
  const anchors = certificatesOf(root);

  expect(await buildChain(person.certificate, anchors, anchors, NOW)).toMatchObject({
    certificates: certificatesOf(person, root),
  });
  expect(await buildChain(root.certificate, [], anchors, NOW)).toEqual({
    isTrusted: true,
    certificates: anchors,
  });
  expect(await buildChain(root.certificate, [], anchors, daysFromNow(21 * 365))).toMatchObject({
    problems: ['CERTIFICATE_EXPIRED'],
  });
});

test('authorities that all certify each other keep nobody busy', async () => {
  const rings = await Promise.all(
    Array.from({ length: 12 }, (_, index) => newAuthority(`CA ${index}`)),
  );
  const crosses = await Promise.all(
    rings.flatMap((issuer) =>
      rings
        .filter((subject) => subject !== issuer)
        .map((subject) => newAuthority(subject.name.commonName, { issuer, keys: subject.keys })),
    ),
  );
  const [first] = rings;
  if (!first) throw new Error('No authorities');
  const person = await newPerson(first, 'An');
  const stranger = await newAuthority('Gốc lạ');

  const chain = await buildChain(
    person.certificate,
    certificatesOf(...crosses),
    certificatesOf(stranger),
    NOW,
  );

  expect(chain).toMatchObject({ isTrusted: false });
});
