import {
  fieldFrom,
  weighed,
  type DocumentText,
  type Fragment,
  type PlacedWord,
  type ReadField,
} from '../document-text.ts';
import { isKnownOffice } from '../office-spelling.ts';
import { deputyOf, readPosition, type ReadPosition } from '../positions.ts';
import { isNameSyllable, isSurname, surnameLike } from '../surnames.ts';
import { oddWords } from '../syllables.ts';
import { capitalizeEach, foldInPlace, isCapitals } from '../vietnamese.ts';

/**
 * On whose behalf: `TM.`, `KT.`, `TL.`, `TUQ.` (NĐ 30/2020 PL I, ô 7a), before 1998 `T/M`, `K/T`.
 * `Q.` is part of the position.
 */
const authority =
  /^\P{L}{0,3}(?:(?:tm|kt|tl|tuq)(?:\s*[.,;:]\s*|\s+)|(?:t\/m|k\/t|t\/l|t\/uq)[.\s]*)/u;

export type FoundSigner = {
  signerName: ReadField | undefined;
  signerPosition: ReadField | undefined;
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
    (fragment) => fragment.centreX > 0.57 && fragment.width < 0.5 && isCapitals(fragment.text),
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
function positionField({ lines, position }: Capacity): ReadField | undefined {
  const behalf = lines.findLast((line) => authority.test(line.folded));
  const isForHead = behalf !== undefined && /^\P{L}{0,3}k\/?t/u.test(behalf.folded);
  if (position) {
    const own = behalf ? lines.slice(lines.indexOf(behalf) + 1) : lines;
    const words = own.flatMap((line) => line.words);
    const field = fieldFrom(position.value, words, position.isPlainTitle ? 0.98 : 0.93);
    const isDeputy = position.value.startsWith('Phó ');
    // Heads of divisions name theirs: without it a line is missing.
    const isPartial = position.isPlainTitle && /^(Phó )?Trưởng (phòng|ban)$/u.test(position.value);
    const office = position.office;
    return weighed(field, {
      support: (position.likeness === 1 ? 1 : 0) + (isForHead && isDeputy ? 1 : 0),
      conflicts: isForHead && !isDeputy ? 1 : 0,
      doubts: (isPartial ? 1 : 0) + (office !== undefined && !isKnownOffice(office) ? 1 : 0),
    });
  }
  if (!isForHead) return undefined;
  const head = readPosition(behalf.text.replace(authorityText, ''));
  return head && weighed(fieldFrom(deputyOf(head.value), behalf.words, 0.75), { doubts: 1 });
}

const authorityText = /^\P{L}*\p{L}+(?:\/\p{L}+)?\s*[.,]?\s*/u;

/** The name under the position: below the seal, in the same column, written as names are. */
function findName(page: readonly Fragment[], title: Fragment): ReadField | undefined {
  const below = page.filter(
    (fragment) =>
      fragment.box.y > title.box.y + title.box.height &&
      fragment.top - title.top < 0.24 &&
      Math.abs(fragment.centreX - title.centreX) < 0.13,
  );
  const [best, ...others] = below
    .map((fragment) => nameIn(fragment))
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.confidence - a.confidence);
  if (!best) return undefined;
  const alternatives = others.map((other) => other.value).slice(0, 3);
  return { ...best, ...(alternatives.length > 0 && { alternatives }) };
}

/** Degrees and ranks, which NĐ 30/2020 keeps out of the line and many write all the same. */
const degree = /^(?:ths|ts|pgs|gs|bs|bscki+|cki+|cn|ks|kts|nsut|nsnd|ds|dsck|ll|dr)$/u;

function nameIn(fragment: Fragment): ReadField | undefined {
  const letters = fragment.words
    .flatMap(unglued)
    .map((word) => ({ ...word, text: word.text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '') }))
    .filter((word) => word.text !== '' && !degree.test(foldInPlace(word.text).replace(/\./gu, '')));
  const isShouted = isCapitals(fragment.text);
  const words = isShouted
    ? letters.map((word) => ({ ...word, text: capitalizeEach(word.text.toLowerCase()) }))
    : letters.filter((word) => /^\p{Lu}[\p{Ll}'’]*$/u.test(word.text));
  if (words.length < 2 || words.length > 6) return undefined;
  const surname = words[0]?.text ?? '';
  if (isShouted && !isSurname(surname)) return undefined;
  const known = surnameLike(surname);
  const value = [known ?? surname, ...words.slice(1).map((word) => word.text)].join(' ');
  const isWhole = words.length === letters.length;
  return weighed(fieldFrom(value, words, isSurname(known ?? surname) ? 0.97 : 0.75), {
    support: words.every((word) => isSurname(word.text) || isNameSyllable(word.text)) ? 1 : 0,
    doubts:
      (isWhole ? 0 : 1) +
      (known !== undefined && known !== surname ? 1 : 0) +
      Math.min(1, oddWords(value)),
  });
}

/** `ThS.Nguyễn` without the blank. */
function unglued(word: PlacedWord): PlacedWord[] {
  return word.text.split(/(?<=\.)(?=\p{Lu}\p{Ll})/u).map((text) => ({ ...word, text }));
}
