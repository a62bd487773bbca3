import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';

/** A P-256 public key from its SPKI in base64; throws BRIDGE_BAD_REQUEST for anything else. */
export function parsePublicKey(spkiBase64: string): KeyObject {
  try {
    const key = createPublicKey({
      key: Buffer.from(spkiBase64, 'base64'),
      format: 'der',
      type: 'spki',
    });
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch (error) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'key' }, { cause: error });
  }
  throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'key' });
}
