import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { newAuthority, newPerson, NOW, type Holder } from '#support/test-authority.ts';
import { signCrl, signOcspResponse } from '#support/test-revocation.ts';
import { parseCertificate } from '../certificate.ts';
import { buildChain } from '../certificates/build-chain.ts';
import { DerError } from '../der/der-reader.ts';
import { readCrl } from './crl.ts';
import { readOcspResponse } from './ocsp.ts';
import { checkRevocation, type RevocationEvidence } from './revocation.ts';

let root: Holder;
let person: Holder;
let crl: Uint8Array;
let response: Uint8Array;

beforeAll(async () => {
  root = await newAuthority('Gốc');
  person = await newPerson(root, 'Trần Minh Hà');
  const revoked = { certificate: person.certificate, reason: 'keyCompromise' } as const;
  crl = await signCrl({ signer: root, revoked: [revoked] });
  response = await signOcspResponse({
    certificate: person.certificate,
    issuer: root,
    status: { revokedAt: NOW, reason: 'keyCompromise' },
  });
});

/** Some octets replaced, cut out or put in. */
type Change = { at: number; removed: number; put: Uint8Array };
const changes = fc.array(
  fc.record({
    at: fc.nat(2000),
    removed: fc.constantFrom(0, 1, 1, 1, 3),
    put: fc.uint8Array({ minLength: 0, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

function mutate(bytes: Uint8Array, list: readonly Change[]): Uint8Array {
  let octets = [...bytes];
  for (const { at, removed, put } of list) {
    const from = at % octets.length;
    octets = [...octets.slice(0, from), ...put, ...octets.slice(from + removed)];
  }
  return Uint8Array.from(octets);
}

const readers = { parseCertificate, readCrl, readOcspResponse };

test.each(Object.entries(readers))('%s meets any bytes with a DerError at most', (_, read) => {
  const originals = [person.certificate.der, crl, response];
  const inputs = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(fc.nat(2), changes)
      .map(([index, list]) => mutate(originals[index] ?? new Uint8Array(), list)),
  );
  fc.assert(
    fc.property(inputs, (bytes) => {
      try {
        expect(read(bytes)).toBeDefined();
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
    { numRuns: 1500 },
  );
});

test('a changed certificate is never trusted', async () => {
  const { der } = person.certificate;
  await fc.assert(
    fc.asyncProperty(changes, async (list) => {
      const changed = mutate(der, list);
      fc.pre(Buffer.compare(changed, der) !== 0);
      let certificate;
      try {
        certificate = parseCertificate(changed);
      } catch {
        return;
      }
      const chain = await buildChain(certificate, [], [root.certificate], NOW);
      expect(chain.isTrusted).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test.each(['crls', 'ocspResponses'] as const)(
  'changed %s never turn a revoked certificate into a good one',
  async (kind) => {
    const original = kind === 'crls' ? crl : response;
    const statusBy = (bytes: Uint8Array) => {
      const evidence: RevocationEvidence = { crls: [], ocspResponses: [], [kind]: [bytes] };
      return checkRevocation(person.certificate, root.certificate, evidence, {
        at: NOW,
        trustAnchors: [root.certificate],
        certificates: [],
      });
    };
    expect(await statusBy(original)).toMatchObject({ status: 'revoked' });

    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        expect((await statusBy(mutate(original, list))).status).not.toBe('good');
      }),
      { numRuns: 500 },
    );
  },
);
