import {
  fieldFrom,
  weighed,
  wordsBetween,
  type Passage,
  type ReadField,
} from '../document-text.ts';
import { hasKnownBirthplace, isCitizenNumber, isTaxCode } from '../identifiers.ts';
import { toDigits } from '../calendar.ts';

type Kind = 'citizen' | 'card' | 'tax' | 'passport';

const digit = '[0-9oil|]';
/** Labels on folded text, each with the numbers that may follow it. */
const labelled: { kind: Kind; pattern: RegExp }[] = [
  {
    kind: 'citizen',
    pattern: new RegExp(
      `(?:can cuoc(?: cong dan)?|cccd|dinh danh(?: ca nhan)?|cmnd/cccd|cccd/cmnd)[^0-9]{0,40}?((?:${digit}[ .]?){11}${digit})(?![0-9])`,
      'gu',
    ),
  },
  {
    kind: 'tax',
    pattern:
      /(?:ma so thue|mst|ma so doanh nghiep|ma so dn|ma so (?:to chuc|don vi|ho kinh doanh|hop tac xa)|(?:dang ky|dkkd|chung nhan dang ky) ?(?:kinh doanh|doanh nghiep|hop tac xa|ho kinh doanh)?(?:,? (?:ma )?so)?)[^0-9]{0,25}?([0-9]{10}(?: ?- ?[0-9]{3})?)(?![0-9])/gu,
  },
  {
    kind: 'card',
    pattern:
      /(?:chung minh(?: nhan dan)?|cmnd|cmt|cccd|can cuoc|dinh danh)[^0-9]{0,40}?((?:[0-9][ .]?){8}[0-9]|(?:[0-9][ .]?){11}[0-9])(?![0-9])/gu,
  },
  { kind: 'passport', pattern: /ho chieu[^0-9]{0,20}?([a-z]{1,2} ?[0-9]{6,8})(?![0-9])/gu },
];

/**
 * The owner's identifier: the first that is labelled as one, checked by its own rules. A second that
 * differs is an alternative: the representative's, a former card's.
 */
export function findOwnerIdentifier(flow: Passage): ReadField | undefined {
  const found = labelled
    .flatMap(({ kind, pattern }) =>
      [...flow.folded.matchAll(pattern)].map((match) => read(flow, kind, match)),
    )
    .sort((a, b) => a.at - b.at);
  const distinct = found.filter(
    (one, i) => found.findIndex((other) => other.field.value === one.field.value) === i,
  );
  const [best, ...others] = distinct;
  if (!best) return undefined;
  const repeats = new Set(
    found.filter((one) => one.field.value === best.field.value).map((one) => one.at),
  );
  // Firms are named by their tax code, whoever represents them.
  const isContested = others.some((other) => other.kind === best.kind);
  const alternatives = others.map((other) => other.field.value).slice(0, 3);
  return {
    ...weighed(best.field, {
      support: repeats.size > 1 ? 1 : 0,
      conflicts: isContested ? 1 : 0,
    }),
    ...(alternatives.length > 0 && { alternatives }),
  };
}

function read(flow: Passage, kind: Kind, match: RegExpExecArray) {
  const [whole, printed = ''] = match;
  const at = match.index + whole.length - printed.length;
  const compact = printed.replace(/[ .]/gu, '');
  const value = kind === 'passport' ? compact.toUpperCase() : toDigits(compact);
  const words = wordsBetween(flow, at, at + printed.length);
  const isValid = kind === 'tax' ? isTaxCode(value) : true;
  const isChecked = kind === 'tax' ? isValid : isCitizenNumber(value) && hasKnownBirthplace(value);
  const field = weighed(fieldFrom(value, words, 0.97), {
    support: isChecked ? 1 : 0,
    conflicts: isValid ? 0 : 1,
    doubts: value.toLowerCase() === compact ? 0 : 1,
  });
  return { at, kind, field };
}
