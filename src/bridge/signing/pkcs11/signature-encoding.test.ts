import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { ecdsaDer, sha256DigestInfo } from './signature-encoding.ts';

it.each(['P-256', 'P-384', 'P-521'])('turns raw signatures of %s into DER', (namedCurve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const data = Buffer.from('văn bản');
  // Enough of them to meet halves with a leading zero octet or a high first bit.
  const areGenuine = Array.from({ length: 300 }, () => {
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return verify('sha256', data, publicKey, ecdsaDer(raw));
  });
  expect(areGenuine).not.toContain(false);
});

it('writes small numbers as the shortest DER INTEGER', () => {
  const raw = Buffer.alloc(64);
  raw[31] = 0x80;
  expect(ecdsaDer(raw).toString('hex')).toBe('300702020080020100');
});

it('takes nothing but a SHA-256 digest', () => {
  expect(() => sha256DigestInfo(Buffer.alloc(20))).toThrow(RangeError);
});
