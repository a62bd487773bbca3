import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { equalBytes, utf8 } from '../bytes.ts';
import { parseCertificate } from '../certificate.ts';
import { demoServices } from '../demo-authority.ts';
import { DerError } from '../der/der-reader.ts';
import { sha256 } from '../digest.ts';
import { buildOcspRequest, readOcspResponse } from '../revocation/ocsp.ts';
import { buildTimestampRequest } from './timestamp-request.ts';
import { readTimestampResponse } from './timestamp-response.ts';
import { verifyTimestampToken, type TimestampContext } from './verify-timestamp.ts';

const now = new Date('2026-11-22T03:00:00Z');
const content = utf8('nội dung');
let pki: DemoPki;
let request: Uint8Array;
let response: Uint8Array;
let context: TimestampContext;

beforeAll(async () => {
  pki = await createDemoPki(now);
  const value = await sha256(content);
  request = buildTimestampRequest({ digest: 'SHA-256', value, nonce: random(16) });
  response = await pki.services.timestamp(request);
  const trustAnchors = pki.trustAnchors.map((anchor) => parseCertificate(anchor));
  context = { trustAnchors, certificates: [], at: now };
});

/** Some bytes changed, the end cut off, or something appended. */
function mutationsOf(bytes: () => Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.nat(255),
  });
  const parts = fc.record({
    changes: fc.array(change, { maxLength: 4 }),
    keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    tail: fc.uint8Array({ maxLength: 4 }),
  });
  return parts.map(({ changes, keep, tail }) => {
    const whole = bytes();
    const changed = Uint8Array.from([
      ...whole.subarray(0, Math.ceil(whole.length * keep)),
      ...tail,
    ]);
    for (const { at, byte } of changes) changed[Math.floor(at * changed.length)] = byte;
    return changed;
  });
}

test('whatever a TSA sends is either read or refused, and proves nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutationsOf(() => response),
      async (bytes) => {
        let token: Uint8Array;
        try {
          const read = readTimestampResponse(bytes);
          if (!read.isGranted) return;
          ({ token } = read);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
          return;
        }
        const verdict = await verifyTimestampToken(token, content, context);
        if (verdict.problems.length === 0) expect(verdict.genTime).toEqual(now);
      },
    ),
    { numRuns: 300 },
  );
});

test('bytes of any kind are no token', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      const { problems } = await verifyTimestampToken(bytes, content, context);
      expect(problems).toEqual(['TIMESTAMP_UNREADABLE']);
    }),
  );
});

test('the demo TSA answers whatever it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutationsOf(() => request),
      async (bytes) => {
        const answer = readTimestampResponse(await pki.services.timestamp(bytes));
        if (answer.isGranted) expect(answer.token.length).toBeGreaterThan(0);
        else expect(answer.reason).toMatch(/^status 2, bad|^status 2, unaccepted/u);
      },
    ),
    { numRuns: 200 },
  );
});

test('the demo OCSP responder answers whatever it is asked', async () => {
  const [leaf, issuer] = pki.tsa.chain.map((der) => parseCertificate(der));
  if (!leaf || !issuer) throw new Error('The TSA has an issuer');
  const asked = await buildOcspRequest({ certificate: leaf, issuer, nonce: random(16) });
  const { ocsp } = demoServices('http://pki.example');
  await fc.assert(
    fc.asyncProperty(
      mutationsOf(() => asked),
      async (bytes) => {
        const answer = readOcspResponse(await pki.services.ocsp(ocsp, bytes));
        if (equalBytes(bytes, asked)) expect(answer.status).toBe('successful');
        expect(['successful', 'malformedRequest', 'unauthorized']).toContain(answer.status);
      },
    ),
    { numRuns: 200 },
  );
});
