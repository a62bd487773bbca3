import { toHex } from '../bytes.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { digest, type DigestName } from '../digest.ts';

/** Prime, subprime and generator (RFC 3279 §2.3.2); a subject may inherit them from its issuer. */
export type DsaParameters = { p: bigint; q: bigint; g: bigint };

const digests: Record<string, DigestName> = {
  [oids.dsaWithSha1]: 'SHA-1',
  [oids.dsaWithSha256]: 'SHA-256',
};

/** The largest key that is worked with: bigger ones would only keep the caller busy. */
const MAX_BITS = 3072;
const MIN_BITS = 1024;

/** From an AlgorithmIdentifier of a signature; null when it is not DSA. */
export function readDsaDigest(algorithm: DerNode): DigestName | null {
  return digests[algorithm.child(0).oid()] ?? null;
}

/** From a SubjectPublicKeyInfo; null when the key states none. */
export function readDsaParameters(spki: Uint8Array): DsaParameters | null {
  const parameters = readDer(spki).child(0).children[1];
  if (!parameters?.isConstructed) return null;
  return {
    p: parameters.child(0).integer(),
    q: parameters.child(1).integer(),
    g: parameters.child(2).integer(),
  };
}

/**
 * FIPS 186-4 §4.7, which WebCrypto does not offer. Old certificate authorities still in use as
 * history sign so; everything here is public, nothing needs constant time. DerError: no usable key.
 */
export async function verifyDsaSignature(input: {
  digest: DigestName;
  parameters: DsaParameters;
  spki: Uint8Array;
  data: Uint8Array;
  /** DER `SEQUENCE { r, s }`. */
  signature: Uint8Array;
}): Promise<boolean> {
  const { p, q, g } = input.parameters;
  const y = readDer(readDer(input.spki).child(1).bitString()).integer();
  const size = bitsOf(p);
  const isUsable =
    size >= MIN_BITS && size <= MAX_BITS && bitsOf(q) >= 160 && q < p && g > 1n && g < p;
  if (!isUsable || y <= 1n || y >= p) throw new DerError('The DSA key cannot be used');

  const halves = readSignature(input.signature);
  if (!halves) return false;
  const { r, s } = halves;
  if (r <= 0n || r >= q || s <= 0n || s >= q) return false;

  const w = power(s, q - 2n, q);
  const z = leftmostBits(await digest(input.digest, input.data), bitsOf(q));
  const v = (power(g, (z * w) % q, p) * power(y, (r * w) % q, p)) % p;
  return v % q === r;
}

function readSignature(signature: Uint8Array): { r: bigint; s: bigint } | null {
  try {
    const [r, s, ...rest] = readDer(signature).sequence();
    return r && s && rest.length === 0 ? { r: r.integer(), s: s.integer() } : null;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function leftmostBits(octets: Uint8Array, bits: number): bigint {
  const surplus = Math.max(0, octets.length * 8 - bits);
  return BigInt(`0x${toHex(octets)}`) >> BigInt(surplus);
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
