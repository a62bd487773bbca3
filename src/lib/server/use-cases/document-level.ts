import { signatureLevels, type SignatureLevel } from '#lib/domain/signing-profile.ts';
import type { ReportedLevel } from '#lib/protocol/validation-report.ts';

type Levelled = { kind: 'signature' | 'document-timestamp'; level: ReportedLevel };

/** The lowest level of its signatures; null without any, or when one is older than PAdES. */
export function documentLevel(reports: readonly Levelled[]): SignatureLevel | null {
  const ranks = reports
    .filter(({ kind }) => kind === 'signature')
    .map(({ level }) => (signatureLevels as readonly string[]).indexOf(level));
  return signatureLevels[Math.min(...ranks)] ?? null;
}

export function isAtLeast(level: ReportedLevel | null, wanted: SignatureLevel): boolean {
  const rank = (signatureLevels as readonly (string | null)[]).indexOf(level);
  return rank >= signatureLevels.indexOf(wanted);
}
