import { expect, test } from 'vitest';
import { concatBytes, equalBytes } from './bytes.ts';
import { DerError, readDer } from './der/der-reader.ts';
import { encode, objectIdentifier, octetString, sequence, setOf, time } from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { tags } from './der/tags.ts';
import { sha256 } from './digest.ts';
import { buildSignedAttributes, parseSignedAttributes } from './signed-attributes.ts';

const certificate = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
const messageDigest = new Uint8Array(32).fill(7);

test('what is prepared for the key says which document and which certificate', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });

  const attributes = parseSignedAttributes(der);

  expect(attributes.contentType).toBe(oids.data);
  expect(equalBytes(attributes.messageDigest, messageDigest)).toBe(true);
  expect(equalBytes(attributes.signingCertificateSha256, await sha256(certificate))).toBe(true);
});

test('attributes out of DER order are refused', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });
  const swapped = [...readDer(der).children].reverse().map((node) => node.bytes);

  expect(() => parseSignedAttributes(encode(tags.set, ...swapped))).toThrow(DerError);
});

test('an attribute nobody asked for is refused', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });
  const members = readDer(der).children.map((node) => node.bytes);
  const signingTime = sequence(
    objectIdentifier(oids.signingTime),
    setOf(time(new Date('2026-01-05T00:00:00Z'))),
  );

  expect(() => parseSignedAttributes(setOf(...members, signingTime))).toThrow(DerError);
});

test.each([
  ['a bare digest', messageDigest],
  ['an octet string', octetString(messageDigest)],
  ['nothing', new Uint8Array()],
])('%s is refused', (_, bytes) => {
  expect(() => parseSignedAttributes(bytes)).toThrow(DerError);
});

test('bytes after the attributes are refused', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });

  expect(() => parseSignedAttributes(concatBytes(der, Uint8Array.of(0)))).toThrow(DerError);
});

test('no changed byte keeps the meaning of the attributes', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });
  const original = parseSignedAttributes(der);
  for (let index = 0; index < der.length; index++) {
    const changed = der.slice();
    changed[index] = (changed[index] ?? 0) ^ 0x01;
    let isSame: boolean;
    try {
      const read = parseSignedAttributes(changed);
      isSame =
        equalBytes(read.messageDigest, original.messageDigest) &&
        equalBytes(read.signingCertificateSha256, original.signingCertificateSha256);
    } catch (error) {
      expect(error).toBeInstanceOf(DerError);
      continue;
    }
    expect(isSame, `byte ${index}`).toBe(false);
  }
});

test.each([
  ['ECDSA-SHA256', 32],
  ['RSA-PSS-SHA384', 48],
  ['ECDSA-SHA512', 64],
] as const)('attributes that state %s say how the key signs them', async (algorithm, octets) => {
  const digest = new Uint8Array(octets).fill(7);
  const der = await buildSignedAttributes({ messageDigest: digest, certificate, algorithm });

  expect(parseSignedAttributes(der)).toMatchObject({ algorithm, messageDigest: digest });
});

test('a digest of another length than the algorithm has is refused', async () => {
  const short = await buildSignedAttributes({
    messageDigest,
    certificate,
    algorithm: 'ECDSA-SHA384',
  });
  const long = await buildSignedAttributes({
    messageDigest: new Uint8Array(64),
    certificate,
  });

  expect(() => parseSignedAttributes(short)).toThrow(DerError);
  expect(() => parseSignedAttributes(long)).toThrow(DerError);
});

test('an algorithm that is none of ours is refused', async () => {
  const der = await buildSignedAttributes({ messageDigest, certificate });
  const members = readDer(der).children.map((node) => node.bytes);
  const sha1 = sequence(objectIdentifier(oids.sha1));
  const protection = sequence(
    objectIdentifier(oids.algorithmProtection),
    setOf(sequence(sha1, encode(0xa1, objectIdentifier(oids.sha1WithRsa)))),
  );

  expect(() => parseSignedAttributes(setOf(...members, protection))).toThrow(DerError);
});
