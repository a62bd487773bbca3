import type { RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, type DocumentText, type Fragment } from '../document-text.ts';
import { foldInPlace, isCapitals, officeSpelling, similarity } from '../vietnamese.ts';
import type { NumberNotation } from './number-notation.ts';

export type AgencyEntry = { name: string; notation: string };

/** Words an agency's own line of the letterhead begins with; what stands above governs it. */
const officeStart =
  /^(so|uy ban|ubnd|hoi dong|phong|ban|chi cuc|cuc|tong cuc|bo|trung tam|van phong|truong|bao tang|thanh tra|thu vien|cong an|vien|doan|to chuc)\b/u;
/** Least likeness to a name of the catalogue that is taken for a misreading of it. */
const LIKENESS = 0.8;

/** The agency in the letterhead (NĐ 30/2020 PL I, ô 2), spelled as the catalogue has it. */
export function findIssuingAgency(
  text: DocumentText,
  number: NumberNotation | undefined,
  agencies: readonly AgencyEntry[],
): RecognizedField | undefined {
  const lines = letterhead(text.pages[0] ?? [], number);
  const fromCatalogue = bestOf(lines, number, agencies);
  if (fromCatalogue) return fromCatalogue;
  return asPrinted(lines);
}

/** The capitals at the left above the number, or in the upper fifth where there is no number. */
function letterhead(page: readonly Fragment[], number: NumberNotation | undefined): Fragment[] {
  const limit = number ? number.fragment.box.y : undefined;
  return page.filter((fragment) => {
    const isAbove = limit === undefined ? fragment.top < 0.18 : fragment.box.y < limit;
    return isAbove && fragment.centreX < 0.48 && fragment.width < 0.5 && isCapitals(fragment.text);
  });
}

function bestOf(
  lines: readonly Fragment[],
  number: NumberNotation | undefined,
  agencies: readonly AgencyEntry[],
): RecognizedField | undefined {
  const candidates = agencies
    .flatMap((agency) =>
      endings(lines).map((fragments) => {
        const likeness = likenessTo(agency.name, joined(fragments));
        const isInNotation = number?.parts.includes(agency.notation) ?? false;
        return { agency, fragments, likeness, isInNotation };
      }),
    )
    .filter((candidate) => candidate.likeness >= LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || Number(b.isInNotation) - Number(a.isInNotation));
  const [best] = candidates;
  if (!best) return undefined;
  const rivals = candidates.filter((other) => other.agency.name !== best.agency.name);
  const lead = best.likeness - (rivals[0]?.likeness ?? 0);
  const trust = best.likeness > 0.93 || (best.isInNotation && lead > 0.05) ? 1 : 0.85;
  const words = best.fragments.flatMap((fragment) => fragment.words);
  const field = fieldFrom(best.agency.name, words, trust * (lead > 0.02 ? 1 : 0.7));
  // The catalogue outweighs how clearly single letters were read.
  const confidence =
    best.likeness > 0.93 && lead > 0.05 ? Math.max(field.confidence, 0.95) : field.confidence;
  const alternatives = [...new Set(rivals.map((rival) => rival.agency.name))].slice(0, 3);
  return { ...field, confidence, ...(alternatives.length > 0 ? { alternatives } : {}) };
}

/** The last one, two … five lines of the letterhead: the agency stands below those it answers to. */
function endings(lines: readonly Fragment[]): Fragment[][] {
  return [1, 2, 3, 4, 5]
    .filter((count) => count <= lines.length)
    .map((count) => lines.slice(lines.length - count));
}

/** Catalogues may add the province that the letterhead has in its line above. */
function likenessTo(name: string, printed: string): number {
  const folded = foldInPlace(name);
  const short = /^so /u.test(folded) ? folded.replace(/ (tinh|thanh pho) .*$/u, '') : folded;
  return Math.max(similarity(folded, printed), similarity(short, printed));
}

function joined(fragments: readonly Fragment[]): string {
  return fragments
    .map((fragment) => fragment.folded)
    .join(' ')
    .replace(/[^a-z0-9, ]/gu, '')
    .trim();
}

function asPrinted(lines: readonly Fragment[]): RecognizedField | undefined {
  const start = lines.findLastIndex((line) => officeStart.test(line.folded));
  if (start < 0) return undefined;
  const own = lines.slice(start);
  const printed = own.map((line) => line.text).join(' ');
  return fieldFrom(
    officeSpelling(printed),
    own.flatMap((line) => line.words),
    0.85,
  );
}
