import { foldDiacritics } from '#lib/domain/fold.ts';
import type { Procedure } from '#lib/domain/procedure.ts';
import { plainText, type TextLayer } from '#lib/domain/text-layer.ts';
import type { ExtractedFields } from './extract-fields.ts';

export type ProcedureReason = 'code' | 'name' | 'kind';

export type ProcedureProposal = {
  procedure: Procedure;
  /** 0–1 */
  score: number;
  reasons: ProcedureReason[];
};

/** How catalogues shorten their names. */
const abbreviations: Record<string, string> = {
  bxnc: 'ban xuat nhap canh',
  clb: 'cau lac bo',
  dk: 'dieu kien',
  dn: 'doanh nghiep',
  gcn: 'giay chung nhan',
  gp: 'giay phep',
  hd: 'hoi dong',
  hdtt: 'hoat dong the thao',
  hdv: 'huong dan vien',
  kd: 'kinh doanh',
  mdtm: 'muc dich thuong mai',
  nnnd: 'nghe nhan nhan dan',
  nnut: 'nghe nhan uu tu',
  vn: 'viet nam',
  vpdd: 'van phong dai dien',
};
/** Words of nearly every name say nothing. */
const stopWords = new Set('cap cho cua va cac voi tai theo trong do thu tuc ve viec'.split(' '));

/** What is done with a licence tells procedures apart whose names are otherwise the same. */
const deeds = ['thu hoi', 'cham dut', 'cap lai', 'cap doi', 'gia han', 'dieu chinh', 'sua doi'];
const OTHER_DEED = 0.6;

const LEAST_SCORE = 0.25;
const MOST_PROPOSALS = 5;

/**
 * The procedures a document may result from, likeliest first: by the code printed on it, by how far
 * the procedure's name is told by title, abstract and body, and by the kind of paper.
 */
export function proposeProcedure(
  document: { layers: readonly TextLayer[]; fields: ExtractedFields },
  procedures: readonly Procedure[],
): ProcedureProposal[] {
  const body = foldDiacritics(document.layers.map(plainText).join(' '));
  const bodyTerms = new Set(terms(body));
  const title = document.fields.title?.value ?? '';
  const headTerms = new Set(terms(`${title} ${document.fields.abstract?.value ?? ''}`));
  const weight = rarity(procedures);
  const deed = deedIn(document.fields.abstract?.value ?? '');

  return procedures
    .map((procedure) => {
      const own = [...new Set(terms(procedure.name))];
      const told = share(own, weight, (term) =>
        headTerms.has(term) ? 1 : bodyTerms.has(term) ? 0.5 : 0,
      );
      const ownTerms = new Set(own);
      const explained = share([...headTerms], weight, (term) => (ownTerms.has(term) ? 1 : 0));
      const reasons: ProcedureReason[] = [];
      if (procedure.code !== null && body.includes(procedure.code)) reasons.push('code');
      if (told >= 0.5) reasons.push('name');
      if (title !== '' && foldDiacritics(procedure.resultKind) === foldDiacritics(title)) {
        reasons.push('kind');
      }
      const byDeed = deedIn(procedure.name) === deed ? 1 : OTHER_DEED;
      const byName = byDeed * (0.6 * told + 0.3 * explained + (reasons.includes('kind') ? 0.1 : 0));
      return { procedure, score: reasons.includes('code') ? 1 : byName, reasons };
    })
    .filter((proposal) => proposal.score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_PROPOSALS);
}

/** The first such deed a text names, else nothing; ending an office revokes its licence. */
function deedIn(text: string): string {
  const folded = foldDiacritics(text);
  const [first] = deeds
    .filter((deed) => folded.includes(deed))
    .sort((a, b) => folded.indexOf(a) - folded.indexOf(b));
  return first === 'cham dut' ? 'thu hoi' : (first ?? '');
}

/** Words and pairs of words, abbreviations written out, without what says nothing. */
function terms(text: string): string[] {
  const words = foldDiacritics(text)
    .split(/[^a-z0-9]+/u)
    .flatMap((word) => (abbreviations[word] ?? word).split(' '))
    .filter((word) => word !== '' && !stopWords.has(word));
  return [...words, ...words.slice(1).map((word, i) => `${words[i] ?? ''} ${word}`)];
}

/** A term weighs the more, the fewer procedures have it; one that no procedure has weighs little. */
function rarity(procedures: readonly Procedure[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const procedure of procedures) {
    for (const term of new Set(terms(procedure.name)))
      counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return (term) => {
    const count = counts.get(term);
    return count === undefined ? 0.5 : Math.log(1 + procedures.length / count);
  };
}

function share(
  list: readonly string[],
  weight: (term: string) => number,
  value: (term: string) => number,
): number {
  const total = list.reduce((sum, term) => sum + weight(term), 0);
  return total === 0 ? 0 : list.reduce((sum, term) => sum + weight(term) * value(term), 0) / total;
}
