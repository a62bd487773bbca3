import { AppError } from '#lib/domain/app-error.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listRevisions } from '../reading/revisions.ts';
import { listSignatureFields } from '../reading/signature-fields.ts';
import type { DocumentContext } from './document-context.ts';
import { judgeDocumentTimestamp } from './judge-document-timestamp.ts';
import { judgeSignature } from './judge-signature.ts';
import { openSignature, type OpenedSignature } from './open-signature.ts';
import { RevocationLookup } from './revocation-lookup.ts';
import {
  evidenceItems,
  readCertificates,
  readSecurityStore,
  type EvidenceItem,
} from './validation-material.ts';
import type { ValidationPolicy } from './validation-policy.ts';
import type { VerifiedSignature } from './verified-signature.ts';

export type VerificationInput = {
  /** Of signers. */
  trustAnchors: readonly Certificate[];
  /** Of timestamp authorities. */
  timestampAnchors: readonly Certificate[];
  /** The instant of the verdict. */
  at: Date;
  policy: ValidationPolicy;
  /** DER, besides what the document carries. */
  evidence?: {
    certificates?: readonly Uint8Array[];
    crls?: readonly Uint8Array[];
    ocspResponses?: readonly Uint8Array[];
  };
  /** Asked only for what is missing; left out: nobody is asked. */
  services?: ValidationServices;
};

/** Far more than any document has; each costs a digest of the whole file. */
const MAX_SIGNATURES = 200;

/**
 * Validates all signatures of a file as EN 319 102-1 §5.6 does: the newest first, so that each
 * document timestamp proves for the older ones when they and their validation data existed.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_BROKEN`.
 */
export async function verifyFile(
  file: PdfFile,
  input: VerificationInput,
): Promise<VerifiedSignature[]> {
  if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
  const fields = listSignatureFields(file).filter(({ signature }) => signature !== null);
  if (fields.length === 0) return [];
  if (fields.length > MAX_SIGNATURES) throw new AppError('PDF_BROKEN');

  const opened = fields.map((field) => openSignature(file, field));
  const context = documentContext(file, input);
  const verified = new Map<OpenedSignature, VerifiedSignature>();
  for (const one of newestFirst(opened)) {
    const judge = one.form === 'timestamp' ? judgeDocumentTimestamp : judgeSignature;
    verified.set(one, await judge(one, context));
  }
  return opened.flatMap((one) => verified.get(one) ?? []);
}

function newestFirst(opened: readonly OpenedSignature[]): OpenedSignature[] {
  return opened.toSorted((a, b) => (b.range?.end ?? 0) - (a.range?.end ?? 0));
}

function documentContext(file: PdfFile, input: VerificationInput): DocumentContext {
  const { trustAnchors, timestampAnchors, at, policy, evidence: given = {}, services } = input;
  const store = readSecurityStore(file);
  const evidence: EvidenceItem[] = [...store.evidence, ...evidenceItems(given, null)];
  const lookupWith = (anchors: readonly Certificate[]) =>
    new RevocationLookup({
      evidence,
      trustAnchors: anchors,
      now: at,
      services: services ?? null,
    });
  return {
    file,
    revisions: listRevisions(file),
    timestamps: [],
    addEvidence: (found, keptWithin) => {
      evidence.push(...evidenceItems(found, keptWithin));
    },
    judging: {
      timestampAnchors,
      certificates: [...store.certificates, ...readCertificates(given.certificates ?? [])],
      lookup: lookupWith(trustAnchors),
      timestampLookup: lookupWith(timestampAnchors),
      policy,
      now: at,
    },
  };
}
