import { PERMANENT } from '#lib/domain/metadata.ts';
import { addTerm, DIGIT, hasMisreadDigit, isoDate, toDigits } from '../calendar.ts';
import {
  fieldFrom,
  weighed,
  wordsBetween,
  type DocumentText,
  type Passage,
  type ReadField,
} from '../document-text.ts';
import { capitalizeFirst } from '../vietnamese.ts';

const validity = '(?:co gia tri|co hieu luc|gia tri su dung|thoi han|hieu luc|het han)';
const permanent = new RegExp(
  `${validity}[^.;]{0,60}?(?:vo thoi han|khong thoi han|khong xac dinh thoi han|vinh vien|khong (?:han che|gioi han) thoi (?:han|gian))|thoi han[^.;:]{0,30}:\\s*(?:vo thoi han|khong thoi han|khong xac dinh|vinh vien)`,
  'u',
);
const untilDay = new RegExp(
  `${validity}[^.;]{0,60}?(?:den|het)(?: het)?(?: ngay)? ?(?:(${DIGIT}{1,2}) thang (${DIGIT}{1,2}) nam (${DIGIT}{4})|(\\d{1,2}) ?[/-] ?(\\d{1,2}) ?[/-] ?(\\d{4}))`,
  'u',
);
const term = new RegExp(
  `(?:thoi han|${validity})[^.;0-9]{0,50}?(\\d{1,2}) ?(?:\\([^)]{2,20}\\) ?)?(nam|thang)\\b[^.;]{0,30}?(?:ke )?tu ngay (?:cap|ky|ban hanh|duoc cap)`,
  'u',
);
const shortTerm = /thoi han[^.;0-9]{0,40}?:?\s*(\d{1,2}) ?(?:\([^)]{2,20}\) ?)?(nam|thang)\b/u;

/** Until when it is valid: a day, `permanent`, or a term counted from the day of issue. */
export function findExpiry(
  { flow }: DocumentText,
  issuedOn: ReadField | undefined,
): ReadField | undefined {
  const until = untilDay.exec(flow.folded);
  if (until) {
    const [d, m, y] = until[1] === undefined ? until.slice(4, 7) : until.slice(1, 4);
    const raw = `${d ?? ''}${m ?? ''}${y ?? ''}`;
    const value = isoDate(toDigits(d ?? ''), toDigits(m ?? ''), toDigits(y ?? ''));
    const isPlausible = value !== null && (issuedOn === undefined || value >= issuedOn.value);
    if (value !== null) {
      return weighed(fieldOf(flow, until, value, 0.97), {
        conflicts: isPlausible ? 0 : 1,
        doubts: hasMisreadDigit(raw) ? 1 : 0,
      });
    }
  }
  const forever = permanent.exec(flow.folded);
  if (forever) return fieldOf(flow, forever, PERMANENT, 0.97);
  const span = term.exec(flow.folded) ?? shortTerm.exec(flow.folded);
  if (!span || !issuedOn) return undefined;
  const value = addTerm(issuedOn.value, Number(span[1]), span[2] === 'nam' ? 'year' : 'month');
  const field = fieldOf(flow, span, value, 0.96);
  const { weakest, mean, doubts, conflicts } = issuedOn.evidence;
  // It is no better than the day that it is counted from.
  return {
    ...field,
    evidence: {
      ...field.evidence,
      weakest: Math.min(field.evidence.weakest, weakest),
      mean: Math.min(field.evidence.mean, mean),
      doubts,
      conflicts,
    },
  };
}

const nationwide = /(?:pham vi|gia tri|hieu luc)[^.;]{0,40}?(toan quoc|ca nuoc)/u;
/** What follows must be an area: the same words introduce fields of business. */
const labelled =
  /pham vi(?: (?:hoat dong|kinh doanh|hieu luc|co hieu luc|ap dung))?[^.;:]{0,15}:\s*(?=[^.;:]{0,40}\b(?:toan quoc|ca nuoc|dia ban|tinh|thanh pho|huyen|quan|xa|phuong|trong nuoc|quoc te)\b)|pham vi (?:co )?hieu luc[^.;:]{0,15}:\s*/u;
const inArea =
  /(?:pham vi|gia tri|hieu luc|hoat dong)[^.;]{0,60}?(tren dia ban (?:toan )?(?:tinh|thanh pho|huyen|quan|xa|phuong|thi tran|thi xa) )/u;

/** Where it is valid: the whole country, or the area named in the sentence on validity. */
export function findScope({ flow }: DocumentText): ReadField | undefined {
  const everywhere = nationwide.exec(flow.folded);
  if (everywhere) return fieldOf(flow, everywhere, 'Toàn quốc', 0.95);
  const label = labelled.exec(flow.folded);
  if (label) return upToEnd(flow, label.index + label[0].length, 0.92);
  const area = inArea.exec(flow.folded);
  if (!area) return undefined;
  return upToEnd(flow, area.index + area[0].length - (area[1] ?? '').length, 0.9);
}

/** From `start` to the end of the clause: a comma, a full stop or the next small word. */
function upToEnd(flow: Passage, start: number, trust: number): ReadField | undefined {
  const clause = /^[^.;:()]{4,120}/u.exec(lineAt(flow, start))?.[0];
  if (clause === undefined) return undefined;
  const area =
    /^tr[êe]n đ[ịi]a bàn (?:toàn )?(?:tỉnh|thành phố|huyện|quận|xã|phường|thị trấn|thị xã)(?: \p{Lu}[\p{L}-]*)+/iu.exec(
      clause,
    )?.[0];
  const value = (area ?? clause).replace(/ toàn tỉnh /u, ' tỉnh ').trim();
  return fieldFrom(
    capitalizeFirst(value),
    wordsBetween(flow, start, start + (area ?? clause).length),
    trust,
  );
}

/** What follows up to the end of the paragraph. */
function lineAt(flow: Passage, start: number): string {
  const from = flow.starts.findIndex((at) => at >= start);
  if (from < 0) return '';
  const count = flow.words.slice(from).findIndex((word) => word.endsParagraph);
  const last = count < 0 ? flow.words.length - 1 : from + count;
  const end = (flow.starts[last] ?? 0) + (flow.words[last]?.text.length ?? 0);
  return flow.text.slice(start, end);
}

function fieldOf(flow: Passage, match: RegExpExecArray, value: string, trust: number) {
  return fieldFrom(value, wordsBetween(flow, match.index, match.index + match[0].length), trust);
}
