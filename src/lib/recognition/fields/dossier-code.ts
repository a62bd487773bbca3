import { isoDate } from '../calendar.ts';
import {
  fieldFrom,
  weighed,
  wordsBetween,
  type DocumentText,
  type ReadField,
} from '../document-text.ts';

/**
 * `H99.12-230201-0007`, `G22.99-251225-020175`, the older `000.00.12.H99-210607-0001`
 * (TT 01/2018/TT-VPCP Đ19); blanks as engines put them, `O` for zero.
 */
const code =
  /((?:[0-9o]{3}\s?\.\s?[0-9o]{2}\s?\.\s?[0-9o]{2}\s?\.\s?)?[a-y]\s?[0-9o]{2}(?:\s?\.\s?[0-9o]{1,3}){0,4})\s?[-–—]\s?([0-9o]{6})\s?[-–—]\s?([0-9o]{3,6})(?![0-9])/gu;

export function findDossierCode({ flow }: DocumentText): ReadField | undefined {
  let best: ReadField | undefined;
  for (const match of flow.folded.matchAll(code)) {
    const [whole, agency, received, ordinal] = match;
    if (agency === undefined || received === undefined || ordinal === undefined) continue;
    const day = zeros(received);
    if (isoDate(day.slice(4), day.slice(2, 4), `20${day.slice(0, 2)}`) === null) continue;
    const value = `${zeros(agency).toUpperCase()}-${day}-${zeros(ordinal)}`;
    const isLabelled = /ho so[^a-z0-9]{0,3}(?:so|ma)?[^a-z0-9]{0,3}$/u.test(
      flow.folded.slice(Math.max(0, match.index - 16), match.index),
    );
    const words = wordsBetween(flow, match.index, match.index + whole.length);
    const field = weighed(fieldFrom(value, words, 0.98), {
      support: isLabelled ? 1 : 0,
      doubts: /o/u.test(whole) ? 1 : 0,
    });
    if (best?.value === value) {
      best = weighed(best, { support: 1 });
      continue;
    }
    if (best) {
      const [first, other] = field.confidence > best.confidence ? [field, best] : [best, field];
      best = { ...weighed(first, { conflicts: 1 }), alternatives: [other.value] };
      continue;
    }
    best = field;
  }
  return best;
}

function zeros(text: string): string {
  return text.replace(/\s/gu, '').replaceAll('o', '0');
}
