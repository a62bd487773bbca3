import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyOperation } from './key-mechanism.ts';
import { digestInfo } from './signature-encoding.ts';

const { encode } = keyOperation('ECDSA-SHA256', Buffer.alloc(32));

it.each(['P-256', 'P-384', 'P-521'])('turns raw signatures of %s into DER', (namedCurve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const data = Buffer.from('văn bản');
  // Enough of them to meet halves with a leading zero octet or a high first bit.
  const areGenuine = Array.from({ length: 300 }, () => {
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return verify('sha256', data, publicKey, encode(raw));
  });
  expect(areGenuine).not.toContain(false);
});

it('writes small numbers as the shortest DER INTEGER', () => {
  const raw = Buffer.alloc(64);
  raw[31] = 0x80;
  expect(encode(raw).toString('hex')).toBe('300702020080020100');
});

it.each([
  ['SHA-256', 20],
  ['SHA-384', 32],
  ['SHA-512', 48],
  ['SHA-1', 20],
] as const)('takes no digest that is not %s', (name, length) => {
  expect(() => digestInfo(name, Buffer.alloc(length))).toThrow(RangeError);
});
