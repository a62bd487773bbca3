import * as v from 'valibot';

/** What an anchor may vouch for: signatures on documents, or the time that a TSA states. */
export const anchorPurposes = ['signing', 'timestamping'] as const;
export type AnchorPurpose = (typeof anchorPurposes)[number];

const Sha256Hex = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u));
const Line = v.pipe(v.string(), v.trim(), v.normalize('NFC'), v.minLength(1), v.maxLength(300));

/**
 * Where one trust anchor comes from. Kept beside its certificate under the same name, ending in
 * `.json`; written by the import command, and by the bridge for its demonstration CA.
 */
export const AnchorProvenanceSchema = v.strictObject({
  /** Of the DER certificate: a certificate that was changed after its import is not trusted. */
  sha256: Sha256Hex,
  /** Who handed it out and how its fingerprint was checked. */
  source: Line,
  importedAt: v.pipe(v.string(), v.isoTimestamp()),
  importedBy: Line,
  purposes: v.pipe(v.array(v.picklist(anchorPurposes)), v.minLength(1)),
  /** OCSP, CRL and issuer addresses that the server may ask for its sake: prefixes. */
  services: v.array(v.pipe(v.string(), v.url(), v.maxLength(500))),
});
export type AnchorProvenance = v.InferOutput<typeof AnchorProvenanceSchema>;

/** What the server trusts, as `GET /api/pki/trust-anchors` tells it. */
export const TrustSettingsSchema = v.object({
  anchors: v.array(
    v.object({
      /** Base64 of the DER. */
      certificate: v.pipe(v.string(), v.base64()),
      sha256: Sha256Hex,
      purposes: v.array(v.picklist(anchorPurposes)),
      /** null: laid into the folder by hand. */
      provenance: v.nullable(AnchorProvenanceSchema),
    }),
  ),
  /** Whether the server can get timestamps. */
  hasTimestampAuthority: v.boolean(),
});
export type TrustSettings = v.InferOutput<typeof TrustSettingsSchema>;

/** Why a file in the folder of anchors is not trusted. */
export const anchorRefusals = ['unreadable', 'record-unreadable', 'changed-since-import'] as const;
export type AnchorRefusal = (typeof anchorRefusals)[number];

/** One anchor as the administrator's screen shows it. */
export type TrustAnchorEntry = {
  subject: string;
  organization: string;
  /** null: issued by itself, as a root is. */
  issuer: string | null;
  serialNumber: string;
  sha256: string;
  /** ISO instants. */
  notBefore: string;
  notAfter: string;
  validity: 'in-force' | 'not-yet' | 'expired';
  isDemo: boolean;
  purposes: readonly AnchorPurpose[];
  provenance: AnchorProvenance | null;
  fileName: string;
};

/** What the server trusts and whom it may ask, for the administrator's screen. */
export type TrustOverview = {
  anchors: TrustAnchorEntry[];
  refused: { fileName: string; reason: AnchorRefusal }[];
  tsaUrl: string | null;
  allowedUrls: readonly string[];
};
