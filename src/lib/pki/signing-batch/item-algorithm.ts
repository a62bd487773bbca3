import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { PublicKeyKind } from '../certificates/public-key.ts';
import { isSuitableFor, signingAlgorithmDetails } from '../signature-algorithm.ts';
import { invalid } from './check-manifest.ts';

/**
 * How one document is to be signed: as its attributes state it (RFC 6211), else as the page asks,
 * else with SHA-256 in the key's plain scheme. Throws MANIFEST_INVALID where the two differ,
 * CERTIFICATE_MISMATCH where the key cannot sign so.
 */
export function itemAlgorithm(
  item: { documentId: string; stated: SigningAlgorithm | null; asked: SigningAlgorithm | null },
  key: PublicKeyKind,
): SigningAlgorithm {
  const { documentId, stated, asked } = item;
  if (stated && asked && stated !== asked) throw invalid('algorithm', documentId);
  // Attributes that do not state it carry a SHA-256 message digest.
  const isOtherDigest = asked !== null && signingAlgorithmDetails[asked].digest !== 'SHA-256';
  if (!stated && isOtherDigest) throw invalid('algorithm', documentId);
  const algorithm = stated ?? asked ?? plainAlgorithm(key);
  if (isSuitableFor(algorithm, key)) return algorithm;
  throw new AppError('CERTIFICATE_MISMATCH', { reason: 'algorithm', documentId });
}

function plainAlgorithm(key: PublicKeyKind): SigningAlgorithm {
  if (key.type === 'ec') return 'ECDSA-SHA256';
  return key.type === 'rsa' && key.isPssOnly ? 'RSA-PSS-SHA256' : 'RSA-PKCS1-SHA256';
}
