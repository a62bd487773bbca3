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

/** What a later revision does to the document that was signed. */
export const changeKinds = [
  /** A further person signed, in a new field or in one that waited for it. */
  'signature-added',
  /** A document timestamp. */
  'timestamp-added',
  /** A field for a signature to come. */
  'signature-field-added',
  /** Certificates, CRLs and OCSP responses of the DSS dictionary. */
  'validation-data',
  'field-filled',
  /** Title, author, XMP, data of other programs: nothing that pages show. */
  'metadata',
  'annotation-added',
  'annotation-changed',
  'annotation-removed',
  /** A field or an earlier signature looks different without having been filled in. */
  'appearance-replaced',
  /** An earlier signature was taken away or exchanged. */
  'signature-changed',
  /** Fields that came, went, moved or behave differently. */
  'form-structure',
  'page-content',
  /** Fonts, images and the like that a page uses. */
  'resource',
  /** Size or turn of a page. */
  'page-geometry',
  'page-added',
  'page-removed',
  'page-order',
  /** Layers that can be switched on and off. */
  'layers',
  /** Scripts and deeds that run by themselves. */
  'active-content',
  'attachment',
  /** Anything else that belongs to the whole document: outline, destinations, structure tree. */
  'document-structure',
  /** Rights that a certification or the author gave. */
  'permissions',
  /** An object that nothing shows was exchanged, or lies beside the cross-references. */
  'hidden-object',
  /** Something the signed document pointed at without having it is there now. */
  'missing-object',
  /** The later part cannot be read, or the file goes on behind its end. */
  'unreadable',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What could make a document show something else than its signer saw. */
export const shadowKinds = [
  /** Layers that are hidden, or that show only on the screen or only in print. */
  'hidden-layer',
  /** Layers that are all shown, but could be switched. */
  'layer',
  /** Visible text that something opaque covers completely. */
  'covered-text',
  /** Fields or annotations that lie over each other. */
  'overlapping-fields',
  /** A field shows something else than its value. */
  'value-differs',
  /** A field so large that filling it would cover the page. */
  'page-sized-field',
  'hidden-annotation',
  /** An opaque annotation over text of the page. */
  'covering-annotation',
  /** Text in a font that the viewer brings, and may draw differently. */
  'font-not-embedded',
  /** Glyphs that draw pictures or fill the page. */
  'odd-glyphs',
  /** What is shown and what is copied or searched are different digits or letters. */
  'text-mapping',
  /** Pages or page contents that wait in the file without being shown. */
  'unused-content',
  /** Objects that lie beside the cross-references. */
  'unlisted-object',
  /** Something the file points at without having it: a later revision can bring it. */
  'missing-object',
  /** An image has another one beside it that viewers may show instead, as for printing. */
  'alternate-image',
  'script',
  /** Starts programs, sends or fetches data. */
  'action',
  'attachment',
  /** Content that comes from outside of the file. */
  'external-content',
  /** A form that is made anew each time it is shown (XFA). */
  'dynamic-form',
] as const;
export type ShadowKind = (typeof shadowKinds)[number];

/** Points on the page as it is shown, origin at its bottom left. */
const RectangleSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
});

/** Something that differs between what was signed and the document as it is now. */
export const ChangeReportSchema = v.object({
  kind: v.picklist(changeKinds),
  isAllowed: v.boolean(),
  /** From 1; null: no place on a page. */
  page: v.nullable(v.number()),
  /** null: the whole page, or no place. */
  rectangle: v.nullable(RectangleSchema),
  /** Fully qualified; null: it is about no form field. */
  fieldName: v.nullable(v.string()),
  /** For experts: the keys that lead there. */
  path: v.string(),
});
export type ChangeReport = v.InferOutput<typeof ChangeReportSchema>;

/** Content that may hide behind what is seen, found without regard to any signature. */
export const ShadowReportSchema = v.object({
  kind: v.picklist(shadowKinds),
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

/** Why a path from a certificate to a trust anchor does not hold (RFC 5280 §6.1). */
export const trustProblems = [
  'ISSUER_NOT_FOUND',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_NOT_YET_VALID',
  'CERTIFICATE_SIGNATURE_WRONG',
  'CERTIFICATE_ALGORITHM_UNKNOWN',
  'ISSUER_NAME_DIFFERENT',
  'ISSUER_NOT_A_CA',
  'ISSUER_MAY_NOT_ISSUE',
  'PATH_TOO_LONG',
  'UNKNOWN_CRITICAL_EXTENSION',
  'NAME_NOT_PERMITTED',
  'NAME_EXCLUDED',
  'POLICY_NOT_ACCEPTED',
  'POLICY_MAPPING_WRONG',
] as const;
export type TrustProblem = (typeof trustProblems)[number];

/** Why neither a CRL nor an OCSP response says anything (RFC 5280 §6.3, RFC 6960 §3.2). */
export const revocationProblems = [
  'NO_EVIDENCE',
  'NO_SOURCE',
  'SOURCE_UNREACHABLE',
  'EVIDENCE_UNREADABLE',
  'EVIDENCE_SIGNATURE_WRONG',
  'EVIDENCE_SIGNER_UNKNOWN',
  'EVIDENCE_SIGNER_NOT_ALLOWED',
  'EVIDENCE_SIGNER_REVOKED',
  'EVIDENCE_SIGNER_STATUS_UNKNOWN',
  'EVIDENCE_OUTDATED',
  'EVIDENCE_AFTER_EXPIRY',
  'EVIDENCE_OUT_OF_SCOPE',
  'EVIDENCE_CRITICAL_EXTENSION_UNKNOWN',
  'REASONS_NOT_COVERED',
  'BASE_CRL_MISSING',
  'RESPONDER_REFUSED',
  'CERTIFICATE_UNKNOWN_TO_RESPONDER',
] as const;
export type RevocationProblem = (typeof revocationProblems)[number];

/** RFC 5280 §5.3.1. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReason = (typeof revocationReasons)[number];

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
    problems: v.array(v.picklist(trustProblems)),
  }),
  validity: v.object({ state: v.picklist(axisStates.validity) }),
  revocation: v.object({
    state: v.picklist(axisStates.revocation),
    source: v.nullable(v.picklist(['crl', 'ocsp'])),
    /** When the CRL or OCSP answer was made. */
    checkedAt: v.nullable(v.string()),
    revokedAt: v.nullable(v.string()),
    /** null: not revoked. */
    reason: v.nullable(v.picklist(revocationReasons)),
    problems: v.array(v.picklist(revocationProblems)),
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
