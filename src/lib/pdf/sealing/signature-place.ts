import { AppError } from '#lib/domain/app-error.ts';
import { latin1, toHex, type Bytes } from '#lib/pki/bytes.ts';
import { digest, type DigestName } from '#lib/pki/digest.ts';
import type { PdfReference } from '../objects/pdf-object.ts';
import {
  fillByteRange,
  type ByteRange,
  type SignaturePlaceholder,
} from '../signing/signature-placeholder.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';

export type PdfWithPlace = { pdf: Bytes; byteRange: ByteRange };

/** Writes the update with the placeholder as object `reference` and says around what is signed. */
export async function writeWithPlace(
  update: IncrementalUpdate,
  reference: PdfReference,
  placeholder: SignaturePlaceholder,
): Promise<PdfWithPlace> {
  update.setText(reference, placeholder.text);
  const { bytes: pdf, contentOffsets } = await update.finish();
  const start = contentOffsets.get(reference.number) ?? 0;
  const gapStart = start + placeholder.contentsAt;
  const gapEnd = gapStart + placeholder.contentsLength;
  const byteRange: ByteRange = [0, gapStart, gapEnd, pdf.length - gapEnd];
  fillByteRange(pdf, start + placeholder.byteRangeAt, byteRange);
  return { pdf, byteRange };
}

/**
 * Digest of the byte range. No second copy of the file: what follows the gap is moved up to what
 * precedes it, and back afterwards. Nobody else may read the file meanwhile.
 */
export async function digestAroundPlace(
  { pdf, byteRange }: { pdf: Uint8Array; byteRange: ByteRange },
  name: DigestName,
): Promise<Bytes> {
  const [, gapStart, gapEnd, tail] = byteRange;
  const gap = pdf.slice(gapStart, gapEnd);
  pdf.copyWithin(gapStart, gapEnd, gapEnd + tail);
  try {
    return await digest(name, pdf.subarray(0, gapStart + tail));
  } finally {
    pdf.copyWithin(gapEnd, gapStart, gapStart + tail);
    pdf.set(gap, gapStart);
  }
}

/** Octets of CMS that the place takes. */
export function roomAt(byteRange: ByteRange): number {
  const [, gapStart, gapEnd] = byteRange;
  return (gapEnd - gapStart - 2) / 2;
}

/** Writes the CMS into its place; the file is changed there and nowhere else. */
export function fillPlace({ pdf, byteRange }: PdfWithPlace, cms: Uint8Array): void {
  const missingBytes = cms.length - roomAt(byteRange);
  if (missingBytes > 0) throw tooLarge(missingBytes);
  clearPlace({ pdf, byteRange });
  pdf.set(latin1(toHex(cms)), byteRange[1] + 1);
}

/** More room is needed than was left free: `missingBytes` more. */
export function tooLarge(missingBytes: number): AppError {
  return new AppError('PDF_CANNOT_BE_SIGNED', {
    reason: 'signature larger than its place',
    missingBytes,
  });
}

function clearPlace({ pdf, byteRange }: PdfWithPlace): void {
  const [, gapStart, gapEnd] = byteRange;
  pdf.fill(ZERO, gapStart + 1, gapEnd - 1);
  pdf[gapStart] = LESS_THAN;
  pdf[gapEnd - 1] = GREATER_THAN;
}

const ZERO = 0x30;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
