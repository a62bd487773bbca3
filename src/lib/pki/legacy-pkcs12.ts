import forge from 'node-forge';
import { AppError } from '#lib/domain/app-error.ts';
import { latin1, type Bytes } from './bytes.ts';
import { DerError } from './der/der-reader.ts';
import { octetString, sequence } from './der/der-writer.ts';

/**
 * Decrypts with the password ciphers of old PKCS#12 files (RC2-40 and 3DES, RFC 7292 appendix C).
 * node-forge lends only the cipher: what is inside keeps its bytes, because its own reader of
 * certificates encodes Vietnamese names anew and breaks them.
 *
 * `algorithm` is the DER AlgorithmIdentifier; what was encrypted must be one DER value.
 */
export function decryptLegacy(
  algorithm: Uint8Array,
  ciphertext: Uint8Array,
  password: string,
): Bytes {
  // A private key and a set of certificates are encrypted in the same way.
  const encrypted = sequence(algorithm, octetString(ciphertext));
  const decrypted = readEncrypted(encrypted, password);
  if (!decrypted) throw new AppError('PIN_INCORRECT');
  return latin1(forge.asn1.toDer(decrypted).getBytes());
}

function readEncrypted(encrypted: Uint8Array, password: string): forge.asn1.Asn1 | null {
  try {
    return forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(toBinary(encrypted)), password);
  } catch (error) {
    throw new DerError('Unknown password encryption', { cause: error });
  }
}

function toBinary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
