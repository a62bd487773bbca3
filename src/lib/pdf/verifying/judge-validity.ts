import { isInForce, type Certificate } from '#lib/pki/certificate.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import type { ValidationPolicy } from './validation-policy.ts';

/** What is known about when a signature was made. */
export type KnownTime = {
  /** The signer's own word; null: none, or impossible. */
  claimedAt: Date | null;
  /** By timestamps: it existed then. */
  provenAt: Date | null;
  /** The instant of the verdict. */
  now: Date;
};

/** Of the signer's certificate at the time of signing, as far as that is known. */
export type Validity = 'in-force' | 'expired-since' | 'not-in-force' | 'unproven' | 'unknown';

/** The best signature time (EN 319 102-1 §5.5.4): when the certificate has to be in order. */
export function bestTime(time: KnownTime, policy: ValidationPolicy): Date {
  const claimed = policy.signingTime === 'claimed' ? time.claimedAt : null;
  return time.provenAt ?? claimed ?? time.now;
}

export function judgeValidity(
  certificate: Certificate,
  time: KnownTime,
  policy: ValidationPolicy,
): { validity: Validity; problems: SignatureProblem[] } {
  const at = bestTime(time, policy);
  const { claimedAt } = time;
  const isTooEarly = at < certificate.notBefore || (claimedAt && claimedAt < certificate.notBefore);
  if (isTooEarly) return { validity: 'not-in-force', problems: ['CERTIFICATE_NOT_YET_VALID'] };
  if (claimedAt && claimedAt > certificate.notAfter) {
    return { validity: 'not-in-force', problems: ['CERTIFICATE_NOT_VALID_AT_SIGNING'] };
  }
  if (!isInForce(certificate, at)) {
    return { validity: 'unproven', problems: ['EXPIRED_TIME_UNPROVEN'] };
  }
  return { validity: time.now > certificate.notAfter ? 'expired-since' : 'in-force', problems: [] };
}

/** The instant nearest to the wanted one at which the certificate was in force. */
export function withinValidity({ notBefore, notAfter }: Certificate, wanted: Date): Date {
  if (wanted < notBefore) return notBefore;
  return wanted > notAfter ? notAfter : wanted;
}
