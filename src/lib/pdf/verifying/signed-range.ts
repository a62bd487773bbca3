import { concatBytes, equalBytes, type Bytes } from '#lib/pki/bytes.ts';
import type { PdfObject, PdfReference } from '../objects/pdf-object.ts';
import { hexValue, isWhiteSpace } from '../objects/syntax.ts';
import { readIndirectObject } from '../reading/indirect-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { revisionOfLength } from '../reading/revisions.ts';
import type { SignatureField } from '../reading/signature-fields.ts';

/** What a signature covers: a whole revision but for its own /Contents. */
export type SignedRange = {
  /** The covered octets without the gap: a new copy each time, as large as the file. */
  readonly content: Bytes;
  /** Octets of the revision that was signed. */
  end: number;
  coversWholeDocument: boolean;
};

/**
 * Checks that the byte range is the only honest one: from the first octet to the end of a revision,
 * leaving out nothing but the hexadecimal string that is this signature's own /Contents. null
 * otherwise: universal forgeries, wrapped and moved ranges all end here.
 */
export function readSignedRange(file: PdfFile, field: SignatureField): SignedRange | null {
  const { bytes } = file;
  const range = file.numbers(field.signature?.get('ByteRange'));
  const contents = file.string(field.signature?.get('Contents'));
  if (!range || range.length !== 4 || !contents) return null;
  const [start = -1, gapStart = -1, gapEnd = -1, tail = -1] = range;
  const end = gapEnd + tail;
  const isOrdered = start === 0 && gapStart > 0 && gapEnd > gapStart + 1 && tail > 0;
  if (!range.every(Number.isSafeInteger) || !isOrdered || end > bytes.length) return null;

  const gap = readHexString(bytes.subarray(gapStart, gapEnd));
  if (!gap || !equalBytes(gap, contents.bytes)) return null;
  const own = extentOfSignature(file, field);
  if (!own || gapStart < own.start || gapEnd > own.end) return null;
  if (!revisionOfLength(file, end)) return null;
  return {
    get content() {
      return concatBytes(bytes.subarray(0, gapStart), bytes.subarray(gapEnd, end));
    },
    end,
    coversWholeDocument: bytes.subarray(end).every(isWhiteSpace),
  };
}

/** Octets of the object that holds the signature dictionary; never one inside an object stream. */
function extentOfSignature(
  file: PdfFile,
  field: SignatureField,
): { start: number; end: number } | null {
  const holder: PdfReference | null = field.signatureReference ?? field.reference;
  const entry = holder && file.entry(holder.number);
  if (entry?.kind !== 'offset') return null;
  const lengthOf = (length: PdfObject) => file.resolve(length);
  return { start: entry.offset, end: readIndirectObject(file.bytes, entry.offset, lengthOf).end };
}

/** `<…>` with nothing but hexadecimal digits and white space. */
function readHexString(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x3c || bytes.at(-1) !== 0x3e) return null;
  const digits: number[] = [];
  for (const byte of bytes.subarray(1, -1)) {
    const value = hexValue(byte);
    if (value >= 0) digits.push(value);
    else if (!isWhiteSpace(byte)) return null;
  }
  const out = new Uint8Array(Math.ceil(digits.length / 2));
  for (const [index, digit] of digits.entries()) {
    out[index >> 1] = (out[index >> 1] ?? 0) | (index % 2 === 0 ? digit << 4 : digit);
  }
  return out;
}
