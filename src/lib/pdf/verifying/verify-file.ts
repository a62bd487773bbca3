import { AppError } from '#lib/domain/app-error.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listRevisions } from '../reading/revisions.ts';
import { listSignatureFields } from '../reading/signature-fields.ts';
import { examineSignature, type ExaminedSignature } from './examine-signature.ts';
import { judgeSignature, type DocumentContext } from './judge-signature.ts';
import type { DocumentTimestamp } from './proofs-of-existence.ts';
import { revocationLookup } from './revocation-lookup.ts';
import { readCertificates, readSecurityStore, type EvidenceItem } from './validation-material.ts';
import type { ValidationPolicy } from './validation-policy.ts';
import type { VerifiedSignature } from './verified-signature.ts';

export type VerificationInput = {
  trustAnchors: readonly Certificate[];
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
  const examined: ExaminedSignature[] = [];
  for (const field of fields) examined.push(await examineSignature(file, field));

  const context = collectContext(file, examined, input);
  const verified = new Map<ExaminedSignature, VerifiedSignature>();
  for (const one of newestFirst(examined)) verified.set(one, await judgeSignature(one, context));
  return examined.flatMap((one) => verified.get(one) ?? []);
}

function newestFirst(examined: readonly ExaminedSignature[]): ExaminedSignature[] {
  return examined.toSorted((a, b) => (b.range?.end ?? 0) - (a.range?.end ?? 0));
}

function collectContext(
  file: PdfFile,
  examined: readonly ExaminedSignature[],
  { trustAnchors, at, policy, evidence = {}, services }: VerificationInput,
): DocumentContext {
  const store = readSecurityStore(file);
  const timestamps: DocumentTimestamp[] = [];
  const own = examined.flatMap(({ cms, range }) => itemsOf(cms.evidence, range?.end ?? null));
  const given = itemsOf(evidence, null);
  return {
    file,
    revisions: listRevisions(file),
    now: at,
    timestamps,
    judging: {
      trustAnchors,
      certificates: [...store.certificates, ...readCertificates(evidence.certificates ?? [])],
      policy,
      lookup: revocationLookup({
        evidence: [...store.evidence, ...own, ...given],
        timestamps,
        trustAnchors,
        now: at,
        services: services ?? null,
      }),
    },
  };
}

function itemsOf(
  evidence: { crls?: readonly Uint8Array[]; ocspResponses?: readonly Uint8Array[] },
  keptWithin: number | null,
): EvidenceItem[] {
  const item = (kind: EvidenceItem['kind']) => (bytes: Uint8Array) => ({ kind, bytes, keptWithin });
  return [
    ...(evidence.ocspResponses ?? []).map(item('ocsp')),
    ...(evidence.crls ?? []).map(item('crl')),
  ];
}
