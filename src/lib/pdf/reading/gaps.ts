import { AppError } from '#lib/domain/app-error.ts';
import { Keyword, Lexer, PdfSyntaxError } from '../objects/lexer.ts';
import type { PdfFile } from './pdf-file.ts';
import type { ByteExtent } from './xref.ts';

/**
 * Octets from `start` on that belong to no listed object, no cross-reference section and no end
 * marker, and are neither white space nor comment. Readers that search a file for objects would find
 * what lies there.
 */
export function findGaps(file: PdfFile, start: number): ByteExtent[] {
  const gaps: ByteExtent[] = [];
  let position = start;
  for (const extent of [...knownExtents(file, start), endOfFile(file)]) {
    if (extent.start > position && holdsSomething(file.bytes, position, extent.start)) {
      gaps.push({ start: position, end: extent.start });
    }
    position = Math.max(position, extent.end);
  }
  return gaps;
}

function endOfFile({ bytes }: PdfFile): ByteExtent {
  return { start: bytes.length, end: bytes.length };
}

/** In their order. An object that cannot be read takes nothing. */
function knownExtents(file: PdfFile, from: number): ByteExtent[] {
  const extents = file.sections.flatMap((section) => section.extents);
  const offsets = new Set<number>();
  for (const { entries } of file.sections) {
    for (const entry of entries.values()) {
      if (entry.kind === 'offset' && entry.offset >= from) offsets.add(entry.offset);
    }
  }
  for (const offset of offsets) {
    const end = endOfObject(file, offset);
    if (end !== null) extents.push({ start: offset, end });
  }
  return extents.sort((a, b) => a.start - b.start);
}

function endOfObject(file: PdfFile, offset: number): number | null {
  try {
    return file.endOfObjectAt(offset);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Anything but `startxref` with its number; `%%EOF` is a comment. */
function holdsSomething(bytes: Uint8Array, start: number, end: number): boolean {
  const lexer = new Lexer(bytes, start, end);
  try {
    for (let token = lexer.next(); token !== null; token = lexer.next()) {
      const isMarker = token instanceof Keyword && token.value === 'startxref';
      if (!isMarker || typeof lexer.next() !== 'number') return true;
    }
    return false;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return true;
    throw error;
  }
}
