import type { Certificate } from '#lib/pki/certificate.ts';
import type { CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import type { LaterChanges } from './later-changes.ts';

/** Why a signature is not valid. */
export type SignatureProblem =
  /** The CMS cannot be read. */
  | 'SIGNATURE_UNREADABLE'
  | 'SUBFILTER_UNKNOWN'
  /** The signature does not cover a whole revision of the document. */
  | 'BYTE_RANGE_WRONG'
  /** The signed bytes are not the ones that were signed. */
  | 'CONTENT_CHANGED'
  /** The key of the certificate did not make this signature. */
  | 'SIGNATURE_WRONG'
  | 'ALGORITHM_UNKNOWN'
  /** Signed attributes are missing, twice there or not in DER order. */
  | 'ATTRIBUTES_WRONG'
  | 'SIGNER_CERTIFICATE_MISSING'
  /** The signature names another certificate than the one it carries. */
  | 'SIGNER_CERTIFICATE_MISMATCH'
  /** Something was appended that may change what the pages say. */
  | 'CHANGED_AFTER_SIGNING'
  | 'CERTIFICATE_UNTRUSTED'
  | 'CERTIFICATE_NOT_FOR_SIGNING'
  | 'CERTIFICATE_NOT_VALID_AT_SIGNING'
  | 'SIGNED_IN_THE_FUTURE';

/** What an expert would add to a verdict. */
export type SignatureRemark =
  /** The time is the signer's own word. */
  | 'NO_TIMESTAMP'
  | 'NO_SIGNING_TIME'
  | 'CERTIFICATE_EXPIRED_SINCE'
  /** SHA-1. */
  | 'WEAK_ALGORITHM';

/** What is known about one signature, axis by axis. */
export type SignatureReport = {
  fieldName: string;
  kind: 'signature' | 'document-timestamp';
  /** `PKCS7`: older form, without the signed certificate that PAdES asks for. */
  level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'PKCS7' | 'unknown';
  isValid: boolean;
  reasons: readonly SignatureProblem[];
  remarks: readonly SignatureRemark[];
  /** The signed bytes and the signature over them are unchanged. */
  isIntact: boolean;
  coverage: {
    coversWholeDocument: boolean;
    /** Octets of the revision that was signed; 0 when the byte range is wrong. */
    signedLength: number;
    laterChanges: LaterChanges;
  };
  signer: { certificate: Certificate; certificateSha256: string; isDemo: boolean } | null;
  chain: CertificateChain | null;
  /** Claimed by the signer; from the timestamp itself for a document timestamp. */
  signedAt: Date | null;
  wasValidAtSigning: boolean;
};
