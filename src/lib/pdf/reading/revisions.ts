import { latin1 } from '#lib/pki/bytes.ts';
import { isDigit, isWhiteSpace } from '../objects/syntax.ts';
import { readOrBroken } from './pdf-error.ts';
import { PdfFile } from './pdf-file.ts';

/** A state of the file that someone saved: everything before `end`. */
export type Revision = {
  /** After `%%EOF`, without the line end that may follow. */
  end: number;
  /** The cross-reference section that this revision begins with. */
  sectionOffset: number;
};

/**
 * The revisions along the chain of cross-references, oldest first. A section that no `startxref`
 * names, such as the second one of a linearized file, belongs to the next newer revision.
 */
export function listRevisions(file: PdfFile): readonly Revision[] {
  const before = known.get(file);
  if (before) return before;
  const revisions = findRevisions(file);
  known.set(file, revisions);
  return revisions;
}

const known = new WeakMap<PdfFile, readonly Revision[]>();

function findRevisions(file: PdfFile): Revision[] {
  const sections = new Set(file.sections.map((section) => section.offset));
  const ends = new Map<number, number>();
  for (const { target, end } of findEnds(file.bytes)) {
    if (sections.has(target) && target < end) ends.set(target, end);
  }
  return [...ends]
    .map(([sectionOffset, end]) => ({ sectionOffset, end }))
    .sort((a, b) => a.end - b.end);
}

/** The revision that `length` octets make up, give or take white space after `%%EOF`. */
export function revisionOfLength(file: PdfFile, length: number): Revision | null {
  const revision = listRevisions(file).findLast(({ end }) => end <= length);
  if (!revision) return null;
  const between = file.bytes.subarray(revision.end, length);
  return between.every(isWhiteSpace) ? revision : null;
}

/** The file as it was when the revision was its newest one. */
export function openRevision(file: PdfFile, { sectionOffset, end }: Revision): PdfFile {
  const states = opened.get(file) ?? new Map<number, PdfFile>();
  const before = states.get(end);
  if (before) return before;
  const newest = file.sections.findIndex(({ offset }) => offset === sectionOffset);
  const state = readOrBroken(
    () => new PdfFile(file.bytes.subarray(0, end), file.sections.slice(newest), file),
  );
  opened.set(file, states.set(end, state));
  return state;
}

/** By the octets that each state has. */
const opened = new WeakMap<PdfFile, Map<number, PdfFile>>();

/** The revision that `length` octets make up, as a file of its own; null when they make none. */
export function openSignedRevision(file: PdfFile, length: number): PdfFile | null {
  const revision = revisionOfLength(file, length);
  return revision && openRevision(file, { ...revision, end: length });
}

const keyword = latin1('startxref');
const endMarker = latin1('%%EOF');

function findEnds(bytes: Uint8Array): { target: number; end: number }[] {
  const found: { target: number; end: number }[] = [];
  for (let at = find(bytes, keyword, 0); at >= 0; at = find(bytes, keyword, at + 1)) {
    let position = skipWhiteSpace(bytes, at + keyword.length);
    let target = 0;
    while (isDigit(bytes[position])) target = target * 10 + (bytes[position++] ?? 0) - 0x30;
    position = skipWhiteSpace(bytes, position);
    if (matches(bytes, endMarker, position)) {
      found.push({ target, end: position + endMarker.length });
    }
  }
  return found;
}

function find(bytes: Uint8Array, text: Uint8Array, from: number): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(text[0] ?? 0, at);
    if (at < 0 || matches(bytes, text, at)) return at;
  }
}

function matches(bytes: Uint8Array, text: Uint8Array, at: number): boolean {
  return text.every((byte, index) => bytes[at + index] === byte);
}

function skipWhiteSpace(bytes: Uint8Array, from: number): number {
  let position = from;
  while (isWhiteSpace(bytes[position])) position++;
  return position;
}
