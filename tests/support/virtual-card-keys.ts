import {
  constants,
  createECDH,
  createPrivateKey,
  privateEncrypt,
  type KeyObject,
} from 'node:crypto';

/** Order of P-256 (FIPS 186-4 D.1.2.3). */
const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** What a card's key does: RSA without padding, or ECDSA over a digest that came from outside. */
export type CardKey = { isRsa: boolean; sign(input: Buffer): Buffer };

export function cardKey(pkcs8: Uint8Array): CardKey {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType === 'rsa') return { isRsa: true, sign: (block) => rawRsa(key, block) };
  return { isRsa: false, sign: (digest) => ecdsaOverDigest(key, digest) };
}

function rawRsa(key: KeyObject, block: Buffer): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
}

/** SEC 1 §4.1.3 in DER; `node:crypto` signs data only, never a digest. */
function ecdsaOverDigest(key: KeyObject, digest: Buffer): Buffer {
  const secret = numberOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  const ephemeral = createECDH('prime256v1');
  const point = ephemeral.generateKeys();
  const r = numberOf(point.subarray(1, 33)) % order;
  const nonce = numberOf(ephemeral.getPrivateKey());
  const message = numberOf(digest.subarray(0, 32));
  const s = (inverse(nonce) * (message + r * secret)) % order;
  const content = Buffer.concat([r, s].map(derInteger));
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

/** Fermat: a^(n−2) mod n. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let factor = value % order;
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * factor) % order;
    factor = (factor * factor) % order;
  }
  return result;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function derInteger(value: bigint): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  const unsigned = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, unsigned.length]), unsigned]);
}
