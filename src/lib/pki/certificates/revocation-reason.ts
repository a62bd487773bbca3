import { DerError, type DerNode } from '../der/der-reader.ts';
import { tags } from '../der/tags.ts';

/** Why a certificate was revoked, by number of CRLReason (RFC 5280 §5.3.1); 7 is not used. */
const reasonsByNumber = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  /** Suspended: may be lifted again. */
  6: 'certificateHold',
  /** Only in delta CRLs: no longer on the list. */
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
} as const;

export type RevocationReason = (typeof reasonsByNumber)[keyof typeof reasonsByNumber];

/** By bit of ReasonFlags (RFC 5280 §4.2.1.13): the reasons that a CRL may be limited to. */
export const reasonFlags = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const satisfies readonly RevocationReason[];

/** The reasons that together say everything; bit 0 is unused (RFC 5280 §6.3.1). */
export const allReasons: readonly RevocationReason[] = reasonFlags.slice(1);

/** From `ReasonFlags`, under whatever tag it stands. */
export function readReasonFlags(node: DerNode): RevocationReason[] {
  return node
    .as(tags.bitString)
    .setBits()
    .flatMap((bit) => reasonFlags[bit] ?? []);
}

/** From the octets of a CRLReason ENUMERATED. */
export function reasonOf(contents: Uint8Array): RevocationReason {
  const [number, ...rest] = contents;
  const reason = Object.entries(reasonsByNumber).find(([key]) => Number(key) === number)?.[1];
  if (!reason || rest.length > 0) throw new DerError('Not a revocation reason');
  return reason;
}

/** The number of CRLReason. */
export function reasonNumber(reason: RevocationReason): number {
  const found = Object.entries(reasonsByNumber).find(([, name]) => name === reason);
  return Number(found?.[0]);
}
