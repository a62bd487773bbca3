import type { Certificate } from '#lib/pki/certificate.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { CertificateStatus } from './judge-revocation.ts';
import type { DocumentTimestamp } from './proofs-of-existence.ts';
import type { EvidenceItem } from './validation-material.ts';

export type FoundStatus = CertificateStatus & {
  /** Octets of the file that hold the CRL or OCSP response it rests on; null: it is not in there. */
  keptWithin: number | null;
};

/** Where the status of certificates comes from: the document, what was given, services. */
export interface RevocationLookup {
  statusOf(
    certificate: Certificate,
    issuer: Certificate,
    at: Date,
    known: readonly Certificate[],
  ): Promise<FoundStatus>;
}

export function revocationLookup(_sources: {
  evidence: readonly EvidenceItem[];
  /** Those judged so far. */
  timestamps: readonly DocumentTimestamp[];
  trustAnchors: readonly Certificate[];
  now: Date;
  services: ValidationServices | null;
}): RevocationLookup {
  return {
    statusOf: () => Promise.resolve({ status: 'unknown', problems: [], keptWithin: null }),
  };
}
