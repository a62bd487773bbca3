import type { TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { foldInPlace } from '../vietnamese.ts';
import { partOfLine } from './line-part.ts';

/** Gap between two words, in heights of the line, that print within one column does not have. */
const COLUMN_GAP = 1.2;
/** Lines of one block follow each other within this many heights of a line. */
const ROW_GAP = 2.5;
/** What stands in the two-column parts of a paper: letterhead, and recipients beside the signer. */
const letterhead = /cong hoa xa hoi|doc lap ?- ?tu do|dang cong san|viet nam dan chu/u;
const foot = /^\P{L}*noi (?:nhan|gui)/u;
/** The title below a letterhead is set so much larger than it. */
const TITLE_GROWTH = 1.4;
/** The national heading stands within so many lines of the top of its block. */
const CUE_LINES = 3;

type Gutter = { left: number; right: number };

/**
 * Letterhead and foot have two columns (NĐ 30/2020 PL I, ô 2 and 1, 9b and 7) that the engine often
 * reads straight across: there the left column comes first, then the right one. All other lines,
 * those of tables too, stay as they are.
 */
export function inReadingOrder(layer: TextLayer): TextLayer {
  const lines: TextLine[] = [];
  for (let at = 0; at < layer.lines.length;) {
    const block = columnBlockAt(layer.lines, at);
    lines.push(...(block?.lines ?? layer.lines.slice(at, at + 1)));
    at += block?.lineCount ?? 1;
  }
  return { ...layer, lines };
}

/** The two columns that begin at a line, one after the other; `null` where there are none. */
function columnBlockAt(
  lines: readonly TextLine[],
  from: number,
): { lines: TextLine[]; lineCount: number } | null {
  if (!beginsColumns(lines.slice(from, from + CUE_LINES))) return null;
  const block: TextLine[] = [];
  let gutter: Gutter | null = null;
  let firstRow = 0;
  for (const line of lines.slice(from)) {
    const last = block.at(-1);
    if (last && !follows(line, last)) break;
    if (gutter && isTitle(line, block)) break;
    const gap = widestGap(line);
    const narrowed: Gutter | null = gap && gutter ? common(gutter, gap) : gap;
    if (narrowed) {
      if (!gutter) firstRow = block.length;
      gutter = narrowed;
    } else if (gutter ? !isBeside(line, gutter) : block.length >= CUE_LINES) break;
    block.push(line);
  }
  if (!gutter) return null;
  const { left, right } = gutter;
  const isLeft = (word: Word) => word.box.x + word.box.width / 2 < (left + right) / 2;
  // A heading that is centred over both columns comes before them.
  const above = block.slice(0, firstRow).findLastIndex((line) => !isBeside(line, { left, right }));
  const columns = block.slice(above + 1);
  const ordered = [
    ...block.slice(0, above + 1),
    ...columns.map((line) => partOfLine(line, isLeft)),
    ...columns.map((line) => partOfLine(line, (word) => !isLeft(word))),
  ];
  return { lines: ordered.filter((line) => line !== null), lineCount: block.length };
}

function isTitle(line: TextLine, above: readonly TextLine[]): boolean {
  const size = ({ words }: TextLine) => median(words.map((word) => word.box.height));
  return size(line) > median(above.map(size)) * TITLE_GROWTH;
}

/** The body above and its tables have gaps too: the block begins where its words say so. */
function beginsColumns(block: readonly TextLine[]): boolean {
  const texts = block.map((line) => foldInPlace(line.words.map((word) => word.text).join(' ')));
  return texts.some((text) => letterhead.test(text)) || foot.test(texts[0] ?? '');
}

function follows(line: TextLine, upper: TextLine): boolean {
  const height = Math.max(line.box.height, upper.box.height);
  const step = line.box.y - upper.box.y;
  return step > -height && step < height * (1 + ROW_GAP);
}

function widestGap({ words, box }: TextLine): Gutter | null {
  let widest: Gutter | null = null;
  for (const [i, word] of words.slice(1).entries()) {
    const before = words[i]?.box;
    if (!before) continue;
    const gap = { left: before.x + before.width, right: word.box.x };
    if (gap.right - gap.left > (widest ? widest.right - widest.left : 0)) widest = gap;
  }
  const height = Math.min(box.height, median(words.map((word) => word.box.height)) * 1.3);
  return widest && widest.right - widest.left > height * COLUMN_GAP ? widest : null;
}

function common(a: Gutter, b: Gutter): Gutter | null {
  const both = { left: Math.max(a.left, b.left), right: Math.min(a.right, b.right) };
  return both.right > both.left ? both : null;
}

/** In the left column, or in the right one; titles are centred over the gutter between them. */
function isBeside({ box }: TextLine, gutter: Gutter): boolean {
  if (box.x < gutter.left) return box.x + box.width <= gutter.right;
  return box.x + box.width / 2 > gutter.right;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
