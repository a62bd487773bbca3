import { SURE_CONFIDENCE, type RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, type DocumentText, type Fragment } from '../document-text.ts';
import { deputyOf, readPosition, type ReadPosition } from '../positions.ts';
import { isSurname } from '../surnames.ts';
import { isCapitals, isTitleCase } from '../vietnamese.ts';

/** On whose behalf: `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.` (NĐ 30/2020 PL I, ô 7a). */
const authority = /^\P{L}{0,3}(tm|kt|tl|tuq|q)\s*[.,]\s*/u;

/** The seal touches the line of the office more often than the engine notices. */
const DOUBTFUL_OFFICE = 0.88;

export type FoundSigner = {
  signerName: RecognizedField | undefined;
  signerPosition: RecognizedField | undefined;
};

/** Lines in capitals that end a document: on whose behalf, and in which position. */
type Capacity = { lines: Fragment[]; position: ReadPosition | undefined };

/** Who signed, from the last page that bears a position in capitals at the right. */
export function findSigner(text: DocumentText): FoundSigner {
  for (const page of [...text.pages].reverse()) {
    const capacity = findCapacity(page);
    const last = capacity?.lines.at(-1);
    if (!capacity || !last) continue;
    return { signerName: findName(page, last), signerPosition: positionField(capacity) };
  }
  return { signerName: undefined, signerPosition: undefined };
}

/** The signature block of a page in its frame; `undefined` where nobody signs. */
export function findCapacity(page: readonly Fragment[]): Capacity | undefined {
  const right = page.filter(
    // Above the middle of the line below the heading stands who decides, centred.
    (fragment) => fragment.centreX > 0.57 && fragment.width < 0.45 && isCapitals(fragment.text),
  );
  const start = right.findIndex(
    (fragment) => authority.test(fragment.folded) || readPosition(fragment.text) !== undefined,
  );
  const first = right[start];
  if (!first) return undefined;
  const lines = [first];
  for (const fragment of right.slice(start + 1)) {
    if (!follows(fragment, lines.at(-1) ?? first)) break;
    lines.push(fragment);
  }
  const behalf = lines.findLastIndex((line) => authority.test(line.folded));
  const own = lines.slice(behalf + 1).map((line) => line.text);
  return { lines, position: own.length > 0 ? readPosition(own.join(' ')) : undefined };
}

function follows(lower: Fragment, upper: Fragment): boolean {
  const gap = lower.box.y - (upper.box.y + upper.box.height);
  return gap < upper.box.height * 1.2 && Math.abs(lower.centreX - upper.centreX) < 0.12;
}

/** What follows the last authority line; under `KT.` alone only a deputy can stand. */
function positionField({ lines, position }: Capacity): RecognizedField | undefined {
  const behalf = lines.findLast((line) => authority.test(line.folded));
  const isForHead = behalf !== undefined && /^\P{L}{0,3}kt/u.test(behalf.folded);
  if (position) {
    const own = behalf ? lines.slice(lines.indexOf(behalf) + 1) : lines;
    const words = own.flatMap((line) => line.words);
    const field = fieldFrom(position.value, words, position.likeness);
    // Heads of divisions name theirs: without it a line is missing.
    const isWhole = position.isPlainTitle && !/^(Phó )?Trưởng /u.test(position.value);
    const isKnown = position.likeness === 1 && isWhole;
    if (isForHead && !position.value.startsWith('Phó ')) return { ...field, confidence: 0.5 };
    const confidence = isKnown
      ? Math.max(field.confidence, SURE_CONFIDENCE)
      : Math.min(field.confidence, DOUBTFUL_OFFICE);
    return { ...field, confidence };
  }
  if (!isForHead) return undefined;
  const head = readPosition(behalf.text.replace(/^\P{L}*\p{L}+\s*[.,]\s*/u, ''));
  return head && fieldFrom(deputyOf(head.value), behalf.words, 0.7);
}

/** The name under the position: below the seal, in the same column, written as names are. */
function findName(page: readonly Fragment[], title: Fragment): RecognizedField | undefined {
  const below = page.filter(
    (fragment) =>
      fragment.box.y > title.box.y + title.box.height &&
      fragment.top - title.top < 0.22 &&
      Math.abs(fragment.centreX - title.centreX) < 0.12,
  );
  return below
    .map((fragment) => nameIn(fragment))
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.confidence - a.confidence)[0];
}

function nameIn(fragment: Fragment): RecognizedField | undefined {
  const letters = fragment.words.map((word) => ({
    ...word,
    text: word.text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''),
  }));
  const words = letters.filter((word) => /^\p{Lu}[\p{Ll}'’]*$/u.test(word.text));
  const name = words.map((word) => word.text).join(' ');
  if (words.length < 2 || words.length > 6 || !isTitleCase(name)) return undefined;
  const isWhole = words.length === letters.filter((word) => word.text !== '').length;
  return fieldFrom(name, words, (isSurname(words[0]?.text ?? '') ? 1 : 0.75) * (isWhole ? 1 : 0.8));
}
