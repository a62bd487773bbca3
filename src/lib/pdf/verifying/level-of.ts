import type { ReportedLevel } from '#lib/protocol/validation-report.ts';
import type { ExaminedSignature } from './examine-signature.ts';
import type { SignerJudgement } from './judge-signer.ts';
import { provenSince, type DocumentTimestamp } from './proofs-of-existence.ts';

/**
 * The PAdES baseline level that a signature has reached (EN 319 142-1 §6): with a timestamp that
 * holds, with the revocation data of its whole path, with a document timestamp over that data.
 */
export function levelOf(
  { kind, isBaseline, cms }: ExaminedSignature,
  signer: SignerJudgement | null,
  provenAt: Date | null,
  timestamps: readonly DocumentTimestamp[],
): ReportedLevel {
  if (kind === 'document-timestamp' || !cms.certificate) return 'unknown';
  if (!isBaseline) return 'PKCS7';
  if (!provenAt) return 'B-B';
  const kept = signer?.keptWithin ?? null;
  if (kept === null) return 'B-T';
  return provenSince(timestamps, kept) ? 'B-LTA' : 'B-LT';
}
