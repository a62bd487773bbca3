import type { TextLayer } from '#lib/domain/text-layer.ts';
import { documentText, type Fragment } from '#lib/recognition/document-text.ts';
import { isCapitals } from '#lib/recognition/vietnamese.ts';

/** What the print of one page says about where documents begin and end (NĐ 30/2020 PL I). */
export type PageClues = {
  /** Quốc hiệu or tiêu ngữ at the top. */
  hasMotto: boolean;
  /** An agency's name in capitals at the top left. */
  hasAgency: boolean;
  /** "Số: 15/QĐ-UBND" in the heading, folded and without blanks; the number may be missing. */
  number: string | null;
  /** The name of a kind of document in capitals: QUYẾT ĐỊNH, GIẤY PHÉP. */
  hasType: boolean;
  /** "Phụ lục", "Mẫu số", "Ban hành kèm theo": belongs to what comes before. */
  isAnnex: boolean;
  /** Printed page number and, of "Trang 2/3", the number of pages. */
  pageNumber: number | null;
  pageTotal: number | null;
  /** "Nơi nhận" or who signs for whom: the document ends on this page. */
  isEnd: boolean;
  startsMidSentence: boolean;
  endsMidSentence: boolean;
};

const HEADING = 0.33;
const TITLE = 0.5;
const TOP_MARGIN = 0.1;
const BOTTOM_MARGIN = 0.9;

const motto = /cong hoa xa hoi|xa hoi chu nghia|doc lap.{0,4}tu do|tu do.{0,4}hanh phuc/u;
const agency =
  /^[^a-z]{0,3}(?:uy ban nhan dan|ubnd|so |bo |cuc |tong cuc|phong |chi cuc|van phong|hoi dong nhan dan|hdnd|chu tich|thanh tra|cong an|ban quan ly|trung tam|toa an|vien )/u;
const number =
  /^[^a-z0-9]{0,4}[s5][o06]\s*[:;.,]\s*([0-9a-z]{0,6}\s*[/|]\s*[a-z0-9/.&\s–-]{1,40})/u;
const type =
  /^[^a-z]{0,3}(?:quyet dinh|giay |thong bao|cong van|to trinh|bao cao|ke hoach|bien ban|chung chi|giay phep|nghi quyet|chi thi|hop dong|cong dien|the )/u;
const annex =
  /^[^a-z]{0,3}(?:phu luc|mau so|mau \d|bieu mau|bieu so|danh sach|\(?\s*(?:ban hanh )?kem theo)/u;
const pageOf =
  /^[^a-z0-9]{0,3}(?:trang|page|tr)[\s.:]*(\d{1,3})(?:\s*[/|-]\s*(\d{1,3}))?[^a-z0-9]{0,3}$/u;
const barePage = /^[-–—\s.]{0,4}(\d{1,3})(?:\s*\/\s*(\d{1,3}))?[-–—\s.]{0,4}$/u;
const recipients = /^[^a-z]{0,3}(?:noi nhan|luu\s*[:;])/u;
const authority =
  /^[^a-z]{0,3}(?:tm|kt|tl|tuq|q)\s?\.\s?(?:uy ban|uBND|ubnd|giam doc|chu tich|truong|bo truong|cuc truong)/u;
const positions =
  /^[^a-z]{0,3}(?:pho )?(?:giam doc|chu tich|cuc truong|truong phong|bo truong|chanh van phong|hieu truong|vien truong)\b/u;

/** `null` where nothing can be told: no text. */
export function pageClues(layer: TextLayer): PageClues | null {
  const fragments = documentText([layer]).pages[0] ?? [];
  if (fragments.length === 0) return null;
  const top = fragments.filter((each) => each.top < HEADING);
  const titles = fragments.filter((each) => each.top < TITLE);
  const found = titles.map((each) => number.exec(each.folded)?.[1]).find(Boolean);
  const body = fragments.filter((each) => !isMargin(each));
  return {
    hasMotto: top.some((each) => motto.test(each.folded)),
    hasAgency: top.some(
      (each) => each.centreX < 0.5 && isCapitals(each.text) && agency.test(each.folded),
    ),
    number: found === undefined ? null : found.replace(/\s/gu, ''),
    hasType: titles.some((each) => isCapitals(each.text) && type.test(each.folded)),
    isAnnex: top.some((each) => annex.test(each.folded)),
    ...printedPage(fragments),
    isEnd: fragments.some(
      ({ top: at, folded, text }) =>
        recipients.test(folded) ||
        (at > HEADING && isCapitals(text) && (authority.test(folded) || positions.test(folded))),
    ),
    startsMidSentence: startsInside(body[0]),
    endsMidSentence: endsInside(body.at(-1)),
  };
}

function isMargin(fragment: Fragment): boolean {
  return barePage.test(fragment.folded) || pageOf.test(fragment.folded);
}

function printedPage(fragments: readonly Fragment[]): Pick<PageClues, 'pageNumber' | 'pageTotal'> {
  for (const fragment of fragments) {
    const isAtEdge = fragment.top < TOP_MARGIN || fragment.top > BOTTOM_MARGIN;
    const bare = isAtEdge && Math.abs(fragment.centreX - 0.5) < 0.15 ? barePage : null;
    const match = pageOf.exec(fragment.folded) ?? bare?.exec(fragment.folded);
    if (!match || !isAtEdge) continue;
    const [, page, total] = match;
    if (page === undefined || Number(page) === 0) continue;
    return { pageNumber: Number(page), pageTotal: total === undefined ? null : Number(total) };
  }
  return { pageNumber: null, pageTotal: null };
}

function startsInside(first: Fragment | undefined): boolean {
  return first !== undefined && /^[\p{Ll},;)]/u.test(first.text) && first.width > 0.4;
}

/** A full line at the foot of the page that no stop ends. */
function endsInside(last: Fragment | undefined): boolean {
  if (!last || last.top < 0.8 || last.width < 0.5) return false;
  return /[\p{L}\d,]$/u.test(last.text);
}
