import type { ReportedLevel } from '#lib/protocol/validation-report.ts';
import type { SignerJudgement } from './judge-signer.ts';
import type { OpenedSignature } from './open-signature.ts';
import { provenSince, type DocumentTimestamp } from './proofs-of-existence.ts';
import type { CmsVerdict } from './verify-cms.ts';

/**
 * The PAdES baseline level that a signature has reached (EN 319 142-1 §6): with a timestamp that
 * holds, with the revocation data of its whole path, with a document timestamp over that data.
 */
export function levelOf(
  { form }: OpenedSignature,
  { isBaseline, certificate }: CmsVerdict,
  signer: SignerJudgement | null,
  provenAt: Date | null,
  timestamps: readonly DocumentTimestamp[],
): ReportedLevel {
  if (!form || !certificate) return 'unknown';
  if (form !== 'cades' || !isBaseline) return 'PKCS7';
  if (!provenAt) return 'B-B';
  const kept = signer?.keptWithin ?? null;
  if (kept === null) return 'B-T';
  return provenSince(timestamps, kept) ? 'B-LTA' : 'B-LT';
}
