import { AppError } from '#lib/domain/app-error.ts';
import { ownBytes, utf8, type Bytes } from '../bytes.ts';
import { DerError, type DerNode } from '../der/der-reader.ts';
import { integer, nullValue, objectIdentifier, octetString, sequence } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { tags } from '../der/tags.ts';

export type Encrypted = { /** DER AlgorithmIdentifier. */ algorithm: Bytes; ciphertext: Bytes };

const ITERATIONS = 200_000;
/** A file that asks for more would only keep the machine busy. */
const MAX_ITERATIONS = 10_000_000;

const pseudoRandomFunctions: Record<string, 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'> = {
  [oids.hmacSha1]: 'SHA-1',
  [oids.hmacSha256]: 'SHA-256',
  [oids.hmacSha384]: 'SHA-384',
  [oids.hmacSha512]: 'SHA-512',
};

/** Key length in bits. */
const ciphers: Record<string, number> = {
  [oids.aes128Cbc]: 128,
  [oids.aes192Cbc]: 192,
  [oids.aes256Cbc]: 256,
};

/** PBES2 (RFC 8018 §6.2) with AES-256-CBC and PBKDF2 HMAC-SHA-256. */
export async function encryptWithPassword(
  data: Uint8Array,
  password: string,
  random: (length: number) => Uint8Array,
): Promise<Encrypted> {
  const salt = random(16);
  const iv = random(16);
  const key = await deriveKey(password, salt, ITERATIONS, 'SHA-256', 256);
  const parameters = { name: 'AES-CBC', iv: ownBytes(iv) };
  const ciphertext = await crypto.subtle.encrypt(parameters, key, ownBytes(data));
  const derivation = sequence(
    octetString(salt),
    integer(ITERATIONS),
    sequence(objectIdentifier(oids.hmacSha256), nullValue()),
  );
  const algorithm = sequence(
    objectIdentifier(oids.pbes2),
    sequence(
      sequence(objectIdentifier(oids.pbkdf2), derivation),
      sequence(objectIdentifier(oids.aes256Cbc), octetString(iv)),
    ),
  );
  return { algorithm, ciphertext: new Uint8Array(ciphertext) };
}

/** PBES2 with AES; the older ciphers of PKCS#12 through a part that is loaded only then. */
export async function decryptWithPassword(
  algorithm: DerNode,
  ciphertext: Uint8Array,
  password: string,
): Promise<Bytes> {
  if (algorithm.child(0).oid() !== oids.pbes2) {
    const { decryptLegacy } = await import('../legacy-pkcs12.ts');
    return decryptLegacy(algorithm.bytes, ciphertext, password);
  }
  const [derivation, cipher] = algorithm.child(1).sequence();
  if (derivation?.child(0).oid() !== oids.pbkdf2 || !cipher) {
    throw new DerError('Unknown key derivation');
  }
  const bits = ciphers[cipher.child(0).oid()];
  const settings = derivation.child(1);
  const hashNode = settings.find(tags.sequence);
  const hash = hashNode ? pseudoRandomFunctions[hashNode.child(0).oid()] : 'SHA-1';
  const iterations = Number(settings.child(1).integer());
  if (!bits || !hash || iterations < 1 || iterations > MAX_ITERATIONS) {
    throw new DerError('Unknown password encryption');
  }
  const key = await deriveKey(password, settings.child(0).octetString(), iterations, hash, bits);
  const parameters = { name: 'AES-CBC', iv: ownBytes(cipher.child(1).octetString()) };
  const data = await crypto.subtle
    .decrypt(parameters, key, ownBytes(ciphertext))
    .catch((error: unknown) => {
      throw new AppError('PIN_INCORRECT', {}, { cause: error });
    });
  return new Uint8Array(data);
}

async function deriveKey(
  password: string,
  salt: Uint8Array,
  iterations: number,
  hash: string,
  length: number,
): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(password), 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', salt: ownBytes(salt), iterations, hash };
  return crypto.subtle.deriveKey(derivation, base, { name: 'AES-CBC', length }, false, [
    'encrypt',
    'decrypt',
  ]);
}
