import type { TextLine, Word } from '#lib/domain/text-layer.ts';
import { foldInPlace, similarity } from '../vietnamese.ts';
import { markDistance } from './marks.ts';
import { parted, respelled } from './respelled.ts';

/** The national heading, in the words that NĐ 30/2020 PL I ô 1 prescribes. */
const headings = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'].map(
  (heading) => heading.split(' '),
);
/** Share of its letters by which a line is known as the heading. */
const KNOWN_HEADING = 0.8;
/** Share of its letters by which a word is known as the one of the heading in its place. */
const SAME_WORD = 0.6;
const committee = /(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd)$/u;
const places = ['TỈNH', 'HUYỆN', 'QUẬN', 'PHƯỜNG', 'XÃ'];

/**
 * Lines with what every paper prints in the same words put right: the national heading, the unit
 * below a committee's name, `Số:`, dashes of a list, where a copy is kept, square metres.
 */
export function withFixedWording(lines: readonly TextLine[]): TextLine[] {
  return lines.map((line, i) => {
    const words = withDash(line.words);
    const above = foldInPlace(textOf(lines[i - 1]?.words ?? []));
    return {
      ...line,
      words: withPlace(withArea(withArchive(withNumber(withHeading(words)))), above),
    };
  });
}

function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ');
}

/** Both places of the tone are right: `HÒA`, `HOÀ`. */
function withHeading(words: readonly Word[]): Word[] {
  const read = foldInPlace(textOf(words));
  const heading = headings.find(
    (printed) =>
      printed.length === words.length &&
      similarity(foldInPlace(printed.join(' ')), read) >= KNOWN_HEADING,
  );
  if (!heading) return [...words];
  return words.map((word, i) => {
    const printed = heading[i] ?? '';
    const isSame = markDistance(word.text, printed) === 0;
    const isLike = similarity(foldInPlace(word.text), foldInPlace(printed)) >= SAME_WORD;
    return isSame || !isLike ? word : respelled(word, printed);
  });
}

/** `-Lưu:` → `- Lưu:`, as lists of recipients are printed. */
function withDash([first, ...rest]: readonly Word[]): Word[] {
  if (!first) return rest;
  return /^[-–]\p{Lu}\p{Ll}+/u.test(first.text) ? [...parted(first, 1), ...rest] : [first, ...rest];
}

/** `số: 05/QĐ-UBND` by itself is the number of the paper: it begins with a capital. */
function withNumber([first, second, ...rest]: readonly Word[]): Word[] {
  if (!first) return rest;
  if (!second) return [first];
  const isNumber = first.text === 'số:' && rest.length === 0 && second.text.includes('/');
  return [isNumber ? respelled(first, 'Số:') : first, second, ...rest];
}

/** `Lưu: VI,` → `Lưu: VT,`: a copy is kept by the clerks (văn thư), whose sign that is. */
function withArchive(words: readonly Word[]): Word[] {
  return words.map((word, i) => {
    if (words[i - 1]?.text !== 'Lưu:' || !/^V[IÍÌỈĨỊ1l][,;.]/u.test(word.text)) return word;
    return respelled(word, `VT${word.text.slice(2)}`);
  });
}

/** `104,5 m?.` → `104,5 m².`, `(m?)` → `(m²)`. */
function withArea(words: readonly Word[]): Word[] {
  return words.map((word, i) => {
    const spelled = word.text.replace(/^(\(?)m[?°º*”"'’](\)?[.,;:]*)$/u, '$1m²$2');
    const isMeasure = spelled.startsWith('(') || /\d$/u.test(words[i - 1]?.text ?? '');
    return spelled !== word.text && isMeasure ? respelled(word, spelled) : word;
  });
}

/** `TINH BÌNH AN` below `ỦY BAN NHÂN DÂN`, or after it in one line: the unit that the committee is of. */
function withPlace(words: readonly Word[], above: string): Word[] {
  return words.map((word, i) => {
    const before = i === 0 ? above : foldInPlace(textOf(words.slice(0, i)));
    const isShouted = word.text === word.text.toUpperCase() && words.length > i + 1;
    if (!isShouted || !committee.test(before) || places.includes(word.text)) return word;
    const place = places.find((name) => foldInPlace(name) === foldInPlace(word.text));
    return place ? respelled(word, place) : word;
  });
}
