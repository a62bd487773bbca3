import type { Messages } from '#lib/i18n/index.ts';
import type { ChangeReport, ValidationReport } from '#lib/protocol/validation-report.ts';

/** A place of the document that somebody should look at. */
export type PageMark = {
  /** Unique on the screen. */
  id: string;
  /** From 1, as it is drawn beside the place. */
  ordinal: number;
  page: number;
  /** Points on the upright page, origin bottom left; null: the whole page. */
  rectangle: { x: number; y: number; width: number; height: number } | null;
  tone: 'bad' | 'open' | 'good';
  text: string;
  /** Octets of the state that was signed, to compare with; null: there is nothing to compare. */
  signedLength: number | null;
  /** Which signature, from 1; null: found without regard to any. */
  signature: number | null;
};

/** All places with a page: what was changed after signing first, then what hides. Each once. */
export function pageMarks(report: ValidationReport, m: Messages['validation']): PageMark[] {
  const marks: Omit<PageMark, 'id' | 'ordinal'>[] = [];
  const seen = new Set<string>();
  for (const [index, signature] of report.signatures.entries()) {
    const { signedLength } = signature.coverage;
    for (const change of signature.changes.items) {
      const key = placeOf(change);
      if (change.page === null || seen.has(key)) continue;
      seen.add(key);
      marks.push({
        page: change.page,
        rectangle: change.rectangle,
        tone: change.isAllowed ? 'good' : 'bad',
        text: m.changes.kinds[change.kind],
        signedLength: signedLength > 0 ? signedLength : null,
        signature: index + 1,
      });
    }
  }
  for (const { kind, page, rectangle, severity } of report.shadowFindings) {
    if (page === null) continue;
    marks.push({
      page,
      rectangle,
      tone: severity === 'blocks' ? 'bad' : 'open',
      text: m.shadow.kinds[kind],
      signedLength: null,
      signature: null,
    });
  }
  const order = { bad: 0, open: 1, good: 2 };
  return marks
    .toSorted((a, b) => order[a.tone] - order[b.tone] || a.page - b.page)
    .map((mark, index) => ({ ...mark, id: `mark-${index + 1}`, ordinal: index + 1 }));
}

/** Two signatures tell of the same later change. */
function placeOf({ kind, page, rectangle, fieldName, path, isAllowed }: ChangeReport): string {
  return JSON.stringify([kind, page, rectangle, fieldName, path, isAllowed]);
}
