import { concatBytes, ownBytes, type Bytes } from '../bytes.ts';
import { digest, type DigestName } from '../digest.ts';

/** Octets of a block of each hash function. */
const blockOctets: Record<DigestName, number> = {
  'SHA-1': 64,
  'SHA-256': 64,
  'SHA-384': 128,
  'SHA-512': 128,
};

/** HMAC over the contents with a key derived from the password (RFC 7292 §4 and appendix B). */
export async function integrityCode(input: {
  hash: DigestName;
  data: Uint8Array;
  password: string;
  salt: Uint8Array;
  iterations: number;
}): Promise<Bytes> {
  const raw = await deriveMacKey(input);
  const algorithm = { name: 'HMAC', hash: input.hash };
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, ownBytes(input.data)));
}

/**
 * RFC 7292 appendix B.2 for a MAC key (diversifier 3). Its length is that of the hash, so the
 * feedback of step 6 is never reached.
 */
function deriveMacKey(input: {
  hash: DigestName;
  password: string;
  salt: Uint8Array;
  iterations: number;
}): Promise<Bytes> {
  const block = blockOctets[input.hash];
  const first = concatBytes(
    new Uint8Array(block).fill(3),
    repeatToBlocks(input.salt, block),
    repeatToBlocks(bmpPassword(input.password), block),
  );
  return repeatDigest(input.hash, first, input.iterations);
}

async function repeatDigest(hash: DigestName, first: Bytes, iterations: number): Promise<Bytes> {
  let value = first;
  for (let round = 0; round < iterations; round++) value = await digest(hash, value);
  return value;
}

function repeatToBlocks(data: Uint8Array, block: number): Bytes {
  const length = Math.ceil(data.length / block) * block;
  return Uint8Array.from({ length }, (_, index) => data[index % data.length] ?? 0);
}

/** UTF-16BE with two zero octets at the end (appendix B.1). */
function bmpPassword(password: string): Bytes {
  const octets = new Uint8Array(password.length * 2 + 2);
  const view = new DataView(octets.buffer);
  for (let index = 0; index < password.length; index++) {
    view.setUint16(index * 2, password.charCodeAt(index));
  }
  return octets;
}
