import { constants, sign, verify, type KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { signingAlgorithmDetails } from '#lib/pki/signature-algorithm.ts';

/** Signature over the data: RSA block, or ECDSA in DER. */
export function signWith(key: KeyObject, data: Uint8Array, algorithm: SigningAlgorithm): Buffer {
  return sign(digestOf(algorithm), data, { key, ...paddingOf(algorithm) });
}

export function isGenuine(
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  algorithm: SigningAlgorithm,
): boolean {
  return verify(digestOf(algorithm), data, { key, ...paddingOf(algorithm) }, signature);
}

/** The digest as `node:crypto` names it. */
export function digestOf(algorithm: SigningAlgorithm): string {
  return signingAlgorithmDetails[algorithm].digest.replace('-', '').toLowerCase();
}

function paddingOf(algorithm: SigningAlgorithm): { padding?: number; saltLength?: number } {
  const details = signingAlgorithmDetails[algorithm];
  switch (details.scheme) {
    case 'rsa-pkcs1':
      return { padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: details.saltLength };
    case 'ecdsa':
      return {};
  }
}
