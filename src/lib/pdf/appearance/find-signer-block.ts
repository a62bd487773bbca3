import { foldDiacritics } from '#lib/domain/fold.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';
import type { TextLine } from '../text/text-lines.ts';

/** Ô 7a–7c (NĐ 30/2020 PL I): title above, name below, between them the room for the signature. */
export type SignerBlock = {
  /** Last line of the title. */
  title: UprightRectangle;
  name: UprightRectangle;
};

/** Authority and title as they are written in capitals above a signature. */
const TITLE =
  /^(?:(?:TM|KT|TL|TUQ|Q)\s?\.|(?:PHÓ |QUYỀN )?(?:TỔNG )?(?:GIÁM ĐỐC|CHỦ TỊCH|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|CỤC TRƯỞNG|VỤ TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG (?:PHÒNG|BAN)|HIỆU TRƯỞNG|VIỆN TRƯỞNG|CHI CỤC TRƯỞNG))(?![\p{L}])/u;
/** Further lines of a title: capitals only. */
const CAPITALS = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;
/** Two to seven words that begin with a capital, or are capitals. */
const PERSON_NAME = /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,6}$/u;

/** Heights of the title's line between it and the name: less holds no signature, more is no block. */
const LEAST_ROOM = 1.5;
const MOST_ROOM = 14;
/** Lines of one title follow each other closer than this. */
const SAME_BLOCK = 1.2;

/**
 * The lowest place on the page where a name stands below a title with room between them. The name of
 * `signerName`, where it is found, counts more than a line that only looks like a name.
 */
export function findSignerBlock(
  lines: readonly TextLine[],
  signerName: string,
): SignerBlock | null {
  const blocks = lines
    .filter((line) => TITLE.test(line.text.trim()))
    .flatMap((line) => {
      const title = lastTitleLine(line, lines);
      const name = nameBelow(title, lines, signerName);
      return name ? { title: title.rectangle, name: name.rectangle, isNamed: isSame(name) } : [];
    });
  function isSame(line: TextLine): boolean {
    return isNameOf(line.text, signerName);
  }
  blocks.sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || a.name.y - b.name.y);
  const [block] = blocks;
  return block ? { title: block.title, name: block.name } : null;
}

/** The lowest title without a name under it, for a proposal that a person confirms. */
export function findTitle(lines: readonly TextLine[]): UprightRectangle | null {
  const title = lines.findLast((line) => TITLE.test(line.text.trim()));
  return title ? lastTitleLine(title, lines).rectangle : null;
}

function lastTitleLine(first: TextLine, lines: readonly TextLine[]): TextLine {
  let last = first;
  for (const line of lines) {
    const gap = last.rectangle.y - top(line.rectangle);
    const isNext = line.rectangle.y < last.rectangle.y && gap < last.rectangle.height * SAME_BLOCK;
    if (isNext && isBelow(last, line) && CAPITALS.test(line.text)) last = line;
  }
  return last;
}

function nameBelow(
  title: TextLine,
  lines: readonly TextLine[],
  signerName: string,
): TextLine | null {
  const { height } = title.rectangle;
  const candidates = lines.filter((line) => {
    const room = title.rectangle.y - top(line.rectangle);
    return (
      isBelow(title, line) &&
      room > height * LEAST_ROOM &&
      room < height * MOST_ROOM &&
      PERSON_NAME.test(line.text.trim())
    );
  });
  return (
    candidates.find((line) => isNameOf(line.text, signerName)) ??
    candidates.find((line) => !TITLE.test(line.text.trim())) ??
    null
  );
}

/** In the same column: one of the middles lies within the other line. */
function isBelow(above: TextLine, below: TextLine): boolean {
  const [a, b] = [above.rectangle, below.rectangle];
  const isWithin = (x: number, line: UprightRectangle) => x > line.x && x < line.x + line.width;
  return b.y + b.height <= a.y + a.height / 2 && (isWithin(middle(a), b) || isWithin(middle(b), a));
}

function isNameOf(text: string, signerName: string): boolean {
  return signerName !== '' && foldDiacritics(text) === foldDiacritics(signerName);
}

function middle(rectangle: UprightRectangle): number {
  return rectangle.x + rectangle.width / 2;
}

function top(rectangle: UprightRectangle): number {
  return rectangle.y + rectangle.height;
}
