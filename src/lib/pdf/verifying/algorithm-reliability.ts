import type { PublicKeyKind } from '#lib/pki/certificates/public-key.ts';
import { oids } from '#lib/pki/der/oids.ts';
import type { SignatureAlgorithm } from '#lib/pki/signature-algorithm.ts';

/** SHA-1 and RSA below 2048 bits may not sign any more (NIST SP 800-131A; TT 15/2025 PL I). */
const WEAK_SINCE = new Date('2014-01-01T00:00:00Z');
const LEAST_RSA_BITS = 2048;

export type UsedAlgorithm = { algorithm: SignatureAlgorithm; key: PublicKeyKind };

/** Whether it is weak today; such a signature is only believed when it is old enough. */
export function isWeak({ algorithm, key }: UsedAlgorithm): boolean {
  return algorithm.digest === 'SHA-1' || (key.type === 'rsa' && key.bits < LEAST_RSA_BITS);
}

export function wasReliable(used: UsedAlgorithm, at: Date): boolean {
  return !isWeak(used) || at < WEAK_SINCE;
}

/** `RSA-2048 · SHA-256`; the names are the same in every language. */
export function describeAlgorithm({ algorithm, key }: UsedAlgorithm): string {
  const padding = algorithm.scheme === 'rsa-pss' ? ' · PSS' : '';
  return `${describeKey(key)}${padding} · ${algorithm.digest}`;
}

export function describeKey(key: PublicKeyKind): string {
  if (key.type === 'rsa') return `RSA-${key.bits}`;
  if (key.type === 'ec') return `ECDSA ${key.curve}`;
  return key.algorithm === oids.ed25519 ? 'Ed25519' : key.algorithm;
}
