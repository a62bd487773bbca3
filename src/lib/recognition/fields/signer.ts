import type { RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, type DocumentText, type Fragment } from '../document-text.ts';
import { foldInPlace, isCapitals, isTitleCase, officeSpelling } from '../vietnamese.ts';

/** `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.`: on whose behalf (NĐ 30/2020 PL I, ô 7a). */
const authority = /^(tm|kt|tl|tuq|q)\s*[.,]\s*/u;
const position =
  /^(quyen |pho )?(tong )?(giam doc|chu tich|truong phong|chanh van phong|bo truong|thu truong|cuc truong|chi cuc truong|vien truong|hieu truong|truong ban|chanh thanh tra|chu nhiem|tong bien tap|vu truong|pho phong)/u;

const surnames = new Set(
  (
    'Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Kim Thạch Sơn Lâm Danh ' +
    'Trương Đinh Đoàn Lương Mai Tô Trịnh Đào Cao Hà Châu Tạ Phùng Tống Quách Lưu Thái Vương Triệu ' +
    'Nông Hứa La Lữ Diệp Văn Từ Mạc Chu Giang Khổng Tăng Đàm Nghiêm Ông Quang Lại Thân Viên Âu Kiều'
  ).split(' '),
);

export type FoundSigner = {
  signerName: RecognizedField | undefined;
  signerPosition: RecognizedField | undefined;
};

/** Who signed, from the last page that bears a position in capitals at the right. */
export function findSigner(text: DocumentText): FoundSigner {
  for (const page of [...text.pages].reverse()) {
    const lines = positionLines(page);
    const last = lines.at(-1);
    if (!last) continue;
    return { signerName: findName(page, last), signerPosition: readPosition(lines) };
  }
  return { signerName: undefined, signerPosition: undefined };
}

/** The block of capitals that ends with the position: authority lines, then the title. */
function positionLines(page: readonly Fragment[]): Fragment[] {
  const right = page.filter((fragment) => fragment.centreX > 0.5 && isCapitals(fragment.text));
  const anchor = right.findLast((fragment) =>
    position.test(fragment.folded.replace(authority, '')),
  );
  if (!anchor) return [];
  const block = [anchor];
  for (const fragment of right.slice(0, right.indexOf(anchor)).reverse()) {
    const [first = anchor] = block;
    if (!follows(first, fragment)) break;
    if (!authority.test(fragment.folded) && !position.test(fragment.folded)) break;
    block.unshift(fragment);
  }
  for (const fragment of right.slice(right.indexOf(anchor) + 1)) {
    if (!follows(fragment, block.at(-1) ?? anchor)) break;
    block.push(fragment);
  }
  return block;
}

function follows(lower: Fragment, upper: Fragment): boolean {
  const gap = lower.box.y - (upper.box.y + upper.box.height);
  return gap < upper.box.height * 1.2 && Math.abs(lower.centreX - upper.centreX) < 0.12;
}

/** The title that the person bears: what follows the last authority line, in ordinary spelling. */
function readPosition(lines: readonly Fragment[]): RecognizedField | undefined {
  const lastAuthority = lines.findLastIndex((line) => authority.test(line.folded));
  const own = lines.slice(lastAuthority + 1);
  if (own.length === 0) return undefined;
  const value = officeSpelling(own.map((line) => line.text).join(' ')).replace(
    /^Phó (?=\p{Ll})/u,
    'Phó ',
  );
  const isOfficial = position.test(foldInPlace(value));
  return fieldFrom(
    value,
    own.flatMap((line) => line.words),
    isOfficial ? 1 : 0.75,
  );
}

/** The name under the position: below the seal, in the same column, written as names are. */
function findName(page: readonly Fragment[], title: Fragment): RecognizedField | undefined {
  const below = page.filter(
    (fragment) =>
      fragment.box.y > title.box.y + title.box.height &&
      fragment.top - title.top < 0.25 &&
      Math.abs(fragment.centreX - title.centreX) < 0.18,
  );
  const candidates = below
    .map((fragment) => nameIn(fragment))
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.confidence - a.confidence);
  return candidates[0];
}

function nameIn(fragment: Fragment): RecognizedField | undefined {
  const words = fragment.words.filter((word) => /^\p{Lu}[\p{Ll}'’]*[.,]?$/u.test(word.text));
  const name = words.map((word) => word.text.replace(/[.,]$/u, '')).join(' ');
  if (words.length < 2 || words.length > 6 || !isTitleCase(name)) return undefined;
  const hasSurname = surnames.has(name.split(' ')[0] ?? '');
  const isWhole = words.length === fragment.words.length;
  return fieldFrom(name, words, (hasSurname ? 1 : 0.75) * (isWhole ? 1 : 0.8));
}
