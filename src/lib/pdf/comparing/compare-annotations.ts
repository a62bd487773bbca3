import { readRectangle } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { appearanceStreams, readAppearance } from './appearance-content.ts';
import type { FieldMatches } from './compare-form.ts';
import type { PagePair } from './compare-pages.ts';
import { listAnnotations, placeOf, type Annotation, type Step } from './step.ts';

export type AnnotationMatches = {
  pairs: readonly { before: Annotation; after: Annotation }[];
  added: readonly Annotation[];
  removed: readonly Annotation[];
  /** The old ones stand in the same order, which decides what covers what. */
  isInOrder: boolean;
};

/** Finds each annotation of a page again: by its object, or by its position where it has none. */
export function matchAnnotations(step: Step, pages: readonly PagePair[]): AnnotationMatches[] {
  return pages.map((page) => {
    const old = listAnnotations(step.before, page.before);
    const now = listAnnotations(step.after, page.after);
    const positions = findAgain(old, now);
    const pairs = old.flatMap((before, index) => {
      const after = now[positions[index] ?? -1];
      return after ? { before, after } : [];
    });
    for (const { before, after } of pairs) step.equality.anchor(before.reference, after.reference);
    const matched = positions.filter((position) => position >= 0);
    const taken = new Set(matched);
    return {
      pairs,
      added: now.filter((_, at) => !taken.has(at)),
      removed: old.filter((_, index) => (positions[index] ?? -1) < 0),
      isInOrder: matched.every((position, index) => position > (matched[index - 1] ?? -1)),
    };
  });
}

/** For each old annotation its position among the new ones, or -1. */
function findAgain(old: readonly Annotation[], now: readonly Annotation[]): number[] {
  const oldNumbers = new Set(old.map(({ reference }) => reference?.number));
  const places = new Map<number, number>();
  for (const [at, { reference }] of now.entries()) {
    if (reference && !places.has(reference.number)) places.set(reference.number, at);
  }
  return old.map(({ reference }, index) => {
    const same = reference && places.get(reference.number);
    if (typeof same === 'number') {
      places.delete(reference?.number ?? -1);
      return same;
    }
    // An object that was there before is not the new form of another one.
    const other = now[index];
    const isNew = other && (!other.reference || !oldNumbers.has(other.reference.number));
    return isNew ? index : -1;
  });
}

export function compareAnnotations(
  step: Step,
  matches: readonly AnnotationMatches[],
  fields: FieldMatches,
): void {
  const { before, after, pagesBefore, pagesAfter } = step;
  for (const { pairs, added, removed, isInOrder } of matches) {
    for (const pair of pairs) {
      if (fields.isJudged(pair.before, 'before') && fields.isJudged(pair.after, 'after')) continue;
      const changed = step.changedKeys(pair.before.dict, pair.after.dict);
      const where = placeOf(after, pagesAfter, pair.after);
      const isHarmless = isComment(before, pair.before) && isComment(after, pair.after);
      for (const key of changed) {
        step.report(
          'annotation-changed',
          isHarmless ? 'annotating' : 'impossible',
          `/Annots/${key}`,
          where,
        );
      }
    }
    for (const annotation of removed) {
      const isWidget = before.name(annotation.dict.get('Subtype')) === 'Widget';
      const where = placeOf(before, pagesBefore, annotation);
      step.report('annotation-removed', isWidget ? 'impossible' : 'annotating', '/Annots', where);
    }
    for (const annotation of added) {
      if (fields.isNewSignature(annotation)) continue;
      const where = placeOf(after, pagesAfter, annotation);
      step.report(
        'annotation-added',
        isComment(after, annotation) ? 'annotating' : 'impossible',
        '/Annots',
        where,
      );
    }
    if (!isInOrder) step.report('annotation-changed', 'impossible', '/Annots');
  }
}

const markers = ['Highlight', 'Underline', 'Squiggly', 'StrikeOut', 'Caret'];
const MAX_NOTE_PT = 40;
const MAX_LINE_PT = 3;

/**
 * A comment that leaves what it stands on readable: a note, or a marker that is transparent. Stamps,
 * free text, drawings and redactions can cover what was signed (the evil annotation attack), so that
 * no certification is taken to permit them.
 */
function isComment(file: PdfFile, { dict }: Annotation): boolean {
  const subtype = file.name(dict.get('Subtype')) ?? '';
  if (['A', 'AA', 'OC'].some((key) => dict.has(key))) return false;
  const streams = [...appearanceStreams(file, dict.get('AP')).values()];
  if (subtype === 'Popup') return streams.length === 0;
  if (subtype === 'Text') {
    const rectangle = readRectangle(file, dict.get('Rect'));
    if (!rectangle) return false;
    const { left, bottom, right, top } = rectangle;
    return right - left <= MAX_NOTE_PT && top - bottom <= MAX_NOTE_PT;
  }
  if (!markers.includes(subtype)) return false;
  return streams.every((stream) => {
    const content = readAppearance(file, stream);
    if (content.drawsPictures || content.text !== '') return false;
    return content.isMarker || (!content.fills && content.strokeWidth <= MAX_LINE_PT);
  });
}
