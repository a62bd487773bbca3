import { AppError } from '#lib/domain/app-error.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import {
  indications,
  type DocumentVerdict,
  type ShadowReport,
  type SignatureReport,
  type ValidationReport,
} from '#lib/protocol/validation-report.ts';
import { isWhiteSpace } from './objects/syntax.ts';
import { listPages } from './reading/pages.ts';
import { openPdf, type PdfFile } from './reading/pdf-file.ts';
import { findShadowContentIn } from './shadow/find-shadow-content.ts';
import { expertPolicy } from './verifying/validation-policy.ts';
import { verifyFile } from './verifying/verify-file.ts';
import { writeSignatureReport } from './verifying/write-report.ts';
import { verificationInput, type VerificationOptions } from './verify-signatures.ts';

export { expertPolicy, repositoryPolicy } from './verifying/validation-policy.ts';

/**
 * Everything an expert wants to know about the signatures of a PDF, as plain data: the same bytes,
 * anchors, evidence and instant give the same report in the browser and on the server. By
 * `expertPolicy` unless another one is asked for.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_BROKEN` and those of `openPdf`.
 */
export async function validateDocument(
  pdf: Uint8Array,
  { policy = expertPolicy, ...options }: VerificationOptions,
): Promise<ValidationReport> {
  const file = openPdf(pdf);
  const verified = await verifyFile(file, { ...verificationInput(options), policy });
  const oldestFirst = verified.toSorted(
    (a, b) => a.coverage.signedLength - b.coverage.signedLength,
  );
  const signatures: SignatureReport[] = [];
  for (const signature of oldestFirst) signatures.push(await writeSignatureReport(signature));
  const covered = Math.max(0, ...verified.map(({ coverage }) => coverage.signedLength));
  return {
    verdict: worstOf(signatures),
    validatedAt: options.at.toISOString(),
    sha256: await sha256Hex(pdf),
    sizeBytes: pdf.length,
    pageCount: listPages(file).length,
    isExtendedAfterLastSignature: covered > 0 && !pdf.subarray(covered).every(isWhiteSpace),
    signatures,
    shadowFindings: shadowsIn(file),
  };
}

/** Whatever the pages hold, the signatures of the file have their verdicts. */
function shadowsIn(file: PdfFile): ShadowReport[] {
  try {
    return findShadowContentIn(file).map((finding) => ({ ...finding }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ kind: 'missing-object', severity: 'blocks', page: null, rectangle: null }];
  }
}

/** A timestamp that merely proves nothing takes nothing away from a signature that holds by itself. */
function worstOf(signatures: readonly SignatureReport[]): DocumentVerdict {
  if (signatures.length === 0) return 'unsigned';
  const deciding = signatures.filter(
    ({ kind, indication }) => kind === 'signature' || indication === 'failed',
  );
  const found = (deciding.length > 0 ? deciding : signatures).map(({ indication }) =>
    indications.indexOf(indication),
  );
  return indications[Math.max(...found)] ?? 'failed';
}
