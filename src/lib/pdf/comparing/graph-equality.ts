import { equalBytes } from '#lib/pki/bytes.ts';
import {
  PdfDict,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfObject,
} from '../objects/pdf-object.ts';
import { brokenPdf } from '../reading/pdf-error.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

const MAX_PAIRS = 5_000_000;
/** Above the largest object number. */
const NUMBERS = 2 ** 24;

type Pair = readonly [PdfObject, PdfObject];

/**
 * Whether parts of two states of a file say the same, whatever the numbers, places, compression and
 * notation of their objects. Objects that are judged in their own right are anchored: a reference to
 * one equals a reference to its counterpart, whatever became of it.
 */
export class GraphEquality {
  readonly #before: PdfFile;
  readonly #after: PdfFile;
  readonly #anchors = new Map<number, number>();
  readonly #counterparts = new Set<number>();
  readonly #proven = new Set<number>();
  #pairsLeft = MAX_PAIRS;

  constructor(before: PdfFile, after: PdfFile) {
    this.#before = before;
    this.#after = after;
  }

  anchor(before: PdfObject, after: PdfObject): void {
    if (!(before instanceof PdfReference) || !(after instanceof PdfReference)) return;
    this.#anchors.set(before.number, after.number);
    this.#counterparts.add(after.number);
  }

  isEqual(before: PdfObject, after: PdfObject): boolean {
    const tried = new Set<number>();
    const waiting: Pair[] = [[before, after]];
    for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
      if (this.#pairsLeft-- <= 0) throw brokenPdf('The document is too large to be compared');
      if (!this.#isEqualSoFar(pair, waiting, tried)) return false;
    }
    for (const key of tried) this.#proven.add(key);
    return true;
  }

  /** Compares the two themselves and leaves what they contain waiting. */
  #isEqualSoFar([a, b]: Pair, waiting: Pair[], tried: Set<number>): boolean {
    const isAnchored =
      (a instanceof PdfReference && this.#anchors.has(a.number)) ||
      (b instanceof PdfReference && this.#counterparts.has(b.number));
    if (a instanceof PdfReference && b instanceof PdfReference) {
      if (isAnchored) return this.#anchors.get(a.number) === b.number;
      const key = a.number * NUMBERS + b.number;
      if (this.#proven.has(key) || tried.has(key)) return true;
      tried.add(key);
    } else if (isAnchored) return false;
    const [before, after] = [this.#before.resolve(a), this.#after.resolve(b)];
    if (before instanceof PdfStream) {
      return after instanceof PdfStream && this.#streamsAgree(before, after, waiting);
    }
    if (before instanceof PdfDict) {
      if (!(after instanceof PdfDict)) return false;
      compareEntries(before, after, waiting, []);
      return true;
    }
    if (Array.isArray(before)) {
      if (!Array.isArray(after) || before.length !== after.length) return false;
      for (const [index, item] of before.entries()) waiting.push([item, after[index] ?? null]);
      return true;
    }
    return areSameScalars(before, after);
  }

  /** Packed in another way, two streams may still hold the same. */
  #streamsAgree(before: PdfStream, after: PdfStream, waiting: Pair[]): boolean {
    if (sameBytes(before.raw, after.raw)) {
      compareEntries(before.dict, after.dict, waiting, ['Length']);
      return true;
    }
    const [old, now] = [this.#before.decode(before), this.#after.decode(after)];
    const isPlain = old.remaining.length === 0 && now.remaining.length === 0;
    if (!isPlain || !sameBytes(old.data, now.data)) return false;
    compareEntries(before.dict, after.dict, waiting, ['Length', 'Filter', 'DecodeParms', 'DL']);
    return true;
  }
}

function compareEntries(
  before: PdfDict,
  after: PdfDict,
  waiting: Pair[],
  except: readonly string[],
): void {
  if (before === after && !holdsReferences(before)) return;
  for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    if (!except.includes(key)) waiting.push([before.get(key), after.get(key)]);
  }
}

function holdsReferences({ entries }: PdfDict): boolean {
  return [...entries.values()].some((value) => typeof value === 'object' && value !== null);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const isSamePlace =
    a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;
  return isSamePlace || equalBytes(a, b);
}

function areSameScalars(a: PdfObject, b: PdfObject): boolean {
  if (a instanceof PdfName) return b instanceof PdfName && a.value === b.value;
  if (a instanceof PdfString) return b instanceof PdfString && equalBytes(a.bytes, b.bytes);
  return a === b;
}
