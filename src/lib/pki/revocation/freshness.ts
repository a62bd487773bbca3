import type { Certificate } from '../certificate.ts';
import type { Revocation, RevocationProblem } from './revocation-verdict.ts';

type Dates = {
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** The issuer still tells of certificates that expired since then. */
  keepsExpiredSince: Date | null;
};

/** How long a statement without nextUpdate holds: the issuer always has something newer. */
const HOLDS_WITHOUT_NEXT_UPDATE_MS = 86_400_000;

/**
 * Whether a CRL or OCSP answer can speak about a certificate at the instant `at`.
 *
 * - It was made at or after `at`: always, for a revocation is not undone and carries its own date;
 *   this is how validation data gathered after a timestamp prove the status at its time
 *   (EN 319 102-1 §5.2.5 asks for data no older than the time in question).
 * - It was made before: as long as the issuer had not promised a newer one by then
 *   (RFC 5280 §6.3.3 (a), RFC 6960 §4.2.2.1); without such a promise for a day.
 * - It was made after the certificate expired: only when the issuer says that it keeps the status of
 *   expired ones (X.509 expiredCertsOnCRL, OCSP archive cutoff; EN 319 102-1 §5.2.6.4).
 *
 * Age takes nothing from the news that a certificate was revoked for good.
 */
export function freshnessProblem(
  { thisUpdate, nextUpdate, keepsExpiredSince }: Dates,
  revocation: Revocation | null,
  certificate: Certificate,
  at: Date,
): RevocationProblem | null {
  const isForGood = revocation !== null && revocation.reason !== 'certificateHold';
  const isForgotten =
    thisUpdate > certificate.notAfter &&
    !(keepsExpiredSince && keepsExpiredSince <= certificate.notAfter);
  if (isForgotten && !isForGood) return 'EVIDENCE_AFTER_EXPIRY';
  const holdsUntil = nextUpdate ?? new Date(thisUpdate.getTime() + HOLDS_WITHOUT_NEXT_UPDATE_MS);
  const isOutdated = at > thisUpdate && at > holdsUntil;
  const isRevokedThen = isForGood && revocation.revokedAt <= at;
  return isOutdated && !isRevokedThen ? 'EVIDENCE_OUTDATED' : null;
}

/** When a signer of evidence has to be in force: when asked about, or when it signed later. */
export function signerInstant(at: Date, signedAt: Date): Date {
  return signedAt > at ? signedAt : at;
}
