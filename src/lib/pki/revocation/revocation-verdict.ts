import type { Certificate } from '../certificate.ts';
import type { RevocationReason } from '../certificates/revocation-reason.ts';

/** DER of whatever may say something about a certificate; what is about others is passed over. */
export type RevocationEvidence = {
  /** Whole and delta CRLs. */
  crls: readonly Uint8Array[];
  /** OCSPResponse, not the basic response inside. */
  ocspResponses: readonly Uint8Array[];
};

export type RevocationSource = 'crl' | 'ocsp';

/** Why a CRL or an OCSP answer says nothing about the certificate. */
export type RevocationProblem =
  /** Neither a CRL nor an answer is about it. */
  | 'NO_EVIDENCE'
  | 'EVIDENCE_UNREADABLE'
  | 'EVIDENCE_SIGNATURE_WRONG'
  /** The certificate of who signed it is missing or does not lead to the same trust anchor. */
  | 'EVIDENCE_SIGNER_UNKNOWN'
  /** No cRLSign, no id-kp-OCSPSigning, or not of this issuer. */
  | 'EVIDENCE_SIGNER_NOT_ALLOWED'
  | 'EVIDENCE_SIGNER_REVOKED'
  | 'EVIDENCE_SIGNER_STATUS_UNKNOWN'
  /** Something newer should have been published by the instant asked about. */
  | 'EVIDENCE_OUTDATED'
  /** Made after the certificate had expired, when issuers no longer keep its status. */
  | 'EVIDENCE_AFTER_EXPIRY'
  /** A CRL for other certificates of the same issuer. */
  | 'EVIDENCE_OUT_OF_SCOPE'
  | 'EVIDENCE_CRITICAL_EXTENSION_UNKNOWN'
  /** The CRLs at hand speak about some reasons only. */
  | 'REASONS_NOT_COVERED'
  /** A delta CRL without the CRL that it continues. */
  | 'BASE_CRL_MISSING'
  /** The responder gave an error instead of an answer. */
  | 'RESPONDER_REFUSED'
  | 'CERTIFICATE_UNKNOWN_TO_RESPONDER';

/** A revocation; `certificateHold` may be lifted again. */
export type Revocation = { revokedAt: Date; reason: RevocationReason };

/** The status of a certificate at an instant. */
export type RevocationVerdict =
  | {
      status: 'good';
      source: RevocationSource;
      producedAt: Date;
      nextUpdate: Date | null;
      /** DER of the CRL or OCSPResponse that says so. */
      evidence: Uint8Array;
      /** Revoked, but only after the instant asked about. */
      revokedLater: Revocation | null;
    }
  | ({ status: 'revoked'; source: RevocationSource; evidence: Uint8Array } & Revocation)
  | {
      status: 'unknown';
      /** Never empty; each one once. */ problems: readonly RevocationProblem[];
    };

/** What one CRL (with its delta) or OCSP answer says, once it is believed. */
export type Statement = {
  source: RevocationSource;
  /** When the status was known to be so. */
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** When it was signed. */
  producedAt: Date;
  evidence: Uint8Array;
  revocation: Revocation | null;
};

/** The certificate asked about, with its issuer. */
export type Subject = { certificate: Certificate; issuer: Certificate };

export type RevocationContext = {
  at: Date;
  trustAnchors: readonly Certificate[];
  /** Where signers of CRLs and OCSP answers are looked for. */
  certificates: readonly Certificate[];
  /** The status of a certificate that signed evidence; good while it is itself being looked into. */
  signerStatus(subject: Subject, at: Date): Promise<RevocationVerdict['status']>;
};
