import * as v from 'valibot';

/**
 * The verdict on the signatures of a PDF as plain data, in the terms of ETSI EN 319 102-1 §5.1.3:
 * made by the same code in the browser and on the server, and kept as JSON.
 */

export const indications = ['passed', 'indeterminate', 'failed'] as const;
export type Indication = (typeof indications)[number];

/** EN 319 102-1 §5.1.3, tables 5 and 6: those that this program can arrive at. */
export const subIndications = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
] as const;
export type SubIndication = (typeof subIndications)[number];

/** Why a signature is not (yet) valid; each one leads to exactly one sub-indication. */
export const signatureProblems = [
  /** The CMS cannot be read. */
  'SIGNATURE_UNREADABLE',
  'SUBFILTER_UNKNOWN',
  /** The signature does not cover a whole revision of the document. */
  'BYTE_RANGE_WRONG',
  /** The signed bytes are not the ones that were signed. */
  'CONTENT_CHANGED',
  /** The key of the certificate did not make this signature. */
  'SIGNATURE_WRONG',
  'ALGORITHM_UNKNOWN',
  /** Signed attributes are missing, twice there or not in DER order. */
  'ATTRIBUTES_WRONG',
  /** Something was appended that may change what the pages say. */
  'CHANGED_AFTER_SIGNING',
  'CERTIFICATE_REVOKED',
  'CERTIFICATE_NOT_YET_VALID',
  /** It had expired before the signer says that he signed. */
  'CERTIFICATE_NOT_VALID_AT_SIGNING',
  'SIGNED_IN_THE_FUTURE',
  'SIGNER_CERTIFICATE_MISSING',
  /** The signature names another certificate than the one it carries. */
  'SIGNER_CERTIFICATE_MISMATCH',
  'CERTIFICATE_NOT_FOR_SIGNING',
  'CERTIFICATE_UNTRUSTED',
  'ISSUER_REVOKED',
  /** Revoked by now, and nothing proves that the signature is older. */
  'REVOKED_TIME_UNPROVEN',
  /** Expired by now, and nothing proves that the signature is older. */
  'EXPIRED_TIME_UNPROVEN',
  /** SHA-1, or a key too short for its time. */
  'ALGORITHM_TOO_WEAK',
  /** Neither CRL nor OCSP says whether the certificate was revoked. */
  'REVOCATION_UNKNOWN',
] as const;
export type SignatureProblem = (typeof signatureProblems)[number];

/** What an expert would add to a verdict without changing it. */
export const signatureRemarks = [
  /** The time is the signer's own word. */
  'NO_TIMESTAMP',
  'NO_SIGNING_TIME',
  /** A timestamp is there but proves nothing. */
  'TIMESTAMP_UNUSABLE',
  'CERTIFICATE_EXPIRED_SINCE',
  'CERTIFICATE_REVOKED_SINCE',
  /** SHA-1 or a short key. */
  'WEAK_ALGORITHM',
  'REVOCATION_NOT_CHECKED',
] as const;
export type SignatureRemark = (typeof signatureRemarks)[number];

/** Why a path from a certificate to a trust anchor does not hold (RFC 5280 §6.1). */
const ProblemCodeSchema = v.string();

/** Points on the page as it is shown, origin at its bottom left. */
const RectangleSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
});

/** Something that differs between what was signed and the document as it is now. */
export const ChangeReportSchema = v.object({
  kind: v.string(),
  isAllowed: v.boolean(),
  /** From 1; null: no place on a page. */
  page: v.nullable(v.number()),
  rectangle: v.nullable(RectangleSchema),
});
export type ChangeReport = v.InferOutput<typeof ChangeReportSchema>;

/** Content that may hide behind what is seen, found without regard to any signature. */
export const ShadowReportSchema = v.object({
  kind: v.string(),
  severity: v.picklist(['blocks', 'warns']),
  page: v.nullable(v.number()),
  rectangle: v.nullable(RectangleSchema),
});
export type ShadowReport = v.InferOutput<typeof ShadowReportSchema>;

export const CertificateReportSchema = v.object({
  subject: v.string(),
  issuer: v.string(),
  /** Organization of the subject, else of the issuer. */
  managingUnit: v.string(),
  /** Lower-case hex. */
  serialNumber: v.string(),
  notBefore: v.string(),
  notAfter: v.string(),
  sha256: v.string(),
  /** `RSA-2048`, `P-256`. */
  key: v.string(),
  isDemo: v.boolean(),
});
export type CertificateReport = v.InferOutput<typeof CertificateReportSchema>;

export const timestampProblems = [
  'TIMESTAMP_UNREADABLE',
  /** It is about something else. */
  'IMPRINT_MISMATCH',
  'CONTENT_CHANGED',
  'SIGNATURE_WRONG',
  'ATTRIBUTES_WRONG',
  'ALGORITHM_UNKNOWN',
  'SIGNER_CERTIFICATE_MISSING',
  'SIGNER_CERTIFICATE_MISMATCH',
  'NOT_A_TIMESTAMP_CERTIFICATE',
  'CERTIFICATE_NOT_IN_FORCE',
  'TIMESTAMP_FROM_THE_FUTURE',
  'TIMESTAMP_UNTRUSTED',
  /** The certificate of the TSA was revoked, and the timestamp may be younger. */
  'AUTHORITY_REVOKED',
  /** The certificate of the TSA expired, and no later timestamp shows that this one is older. */
  'AUTHORITY_EXPIRED',
  'ALGORITHM_TOO_WEAK',
] as const;
export type TimestampProblem = (typeof timestampProblems)[number];

/** A timestamp that may prove since when this signature has existed. */
export const TimestampReportSchema = v.object({
  kind: v.picklist(['signature', 'document']),
  isUsable: v.boolean(),
  at: v.nullable(v.string()),
  authority: v.string(),
  problems: v.array(v.picklist(timestampProblems)),
});
export type TimestampReport = v.InferOutput<typeof TimestampReportSchema>;

export const axisStates = {
  integrity: ['intact', 'broken', 'unknown'],
  coverage: ['whole-document', 'earlier-revision', 'unknown'],
  changes: ['none', 'allowed', 'forbidden', 'unknown'],
  identity: ['suitable', 'unsuitable', 'missing'],
  trust: ['trusted', 'untrusted', 'unknown'],
  /** In force at the best known time of signing. */
  validity: ['in-force', 'expired-since', 'not-in-force', 'unproven', 'unknown'],
  revocation: ['good', 'revoked-since', 'revoked', 'unproven', 'unknown'],
  time: ['proven', 'claimed', 'unknown'],
} as const;

export const reportedLevels = ['B-B', 'B-T', 'B-LT', 'B-LTA', 'PKCS7', 'unknown'] as const;
/** `PKCS7`: older form, without the signed certificate that PAdES asks for. */
export type ReportedLevel = (typeof reportedLevels)[number];

export const SignatureReportSchema = v.object({
  fieldName: v.string(),
  kind: v.picklist(['signature', 'document-timestamp']),
  indication: v.picklist(indications),
  /** null when passed. */
  subIndication: v.nullable(v.picklist(subIndications)),
  /** The weightiest first. */
  reasons: v.array(v.picklist(signatureProblems)),
  remarks: v.array(v.picklist(signatureRemarks)),
  integrity: v.object({
    state: v.picklist(axisStates.integrity),
    /** `RSA with SHA-256`; empty when unknown. */
    algorithm: v.string(),
  }),
  coverage: v.object({
    state: v.picklist(axisStates.coverage),
    /** Which of the saved states of the file was signed, from 1; 0: unknown. */
    revision: v.number(),
    revisionCount: v.number(),
    /** Octets. */
    signedLength: v.number(),
  }),
  changes: v.object({
    state: v.picklist(axisStates.changes),
    items: v.array(ChangeReportSchema),
  }),
  identity: v.object({
    state: v.picklist(axisStates.identity),
    certificate: v.nullable(CertificateReportSchema),
  }),
  trust: v.object({
    state: v.picklist(axisStates.trust),
    /** Signer first, trust anchor last; as far as it was found. */
    chain: v.array(CertificateReportSchema),
    problems: v.array(ProblemCodeSchema),
  }),
  validity: v.object({ state: v.picklist(axisStates.validity) }),
  revocation: v.object({
    state: v.picklist(axisStates.revocation),
    source: v.nullable(v.picklist(['crl', 'ocsp'])),
    /** When the CRL or OCSP answer was made. */
    checkedAt: v.nullable(v.string()),
    revokedAt: v.nullable(v.string()),
    /** RFC 5280 §5.3.1; empty when not revoked. */
    reason: v.string(),
    problems: v.array(ProblemCodeSchema),
  }),
  time: v.object({
    state: v.picklist(axisStates.time),
    /** The signer's own word; of a document timestamp its own time. */
    claimedAt: v.nullable(v.string()),
    /** The signature existed by then at the latest. */
    provenAt: v.nullable(v.string()),
    timestamps: v.array(TimestampReportSchema),
  }),
  level: v.picklist(reportedLevels),
});
export type SignatureReport = v.InferOutput<typeof SignatureReportSchema>;

export const documentVerdicts = [...indications, 'unsigned'] as const;
export type DocumentVerdict = (typeof documentVerdicts)[number];

export const ValidationReportSchema = v.object({
  /** The worst of its signatures. */
  verdict: v.picklist(documentVerdicts),
  /** The instant that the verdict is about. */
  validatedAt: v.string(),
  /** Of the whole file, lower-case hex. */
  sha256: v.string(),
  sizeBytes: v.number(),
  pageCount: v.number(),
  /** The file goes on after what the last signature covers. */
  isExtendedAfterLastSignature: v.boolean(),
  /** Oldest first. */
  signatures: v.array(SignatureReportSchema),
  shadowFindings: v.array(ShadowReportSchema),
});
export type ValidationReport = v.InferOutput<typeof ValidationReportSchema>;
