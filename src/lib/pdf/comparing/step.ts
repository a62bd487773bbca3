import { PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import { listPages, readRectangle, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { toUpright } from '../signing/page-placement.ts';
import type { ChangeKind, Difference, Requirement } from './change.ts';
import { GraphEquality } from './graph-equality.ts';

/** Where a difference is seen. */
export type Place = Pick<Difference, 'page' | 'rectangle'>;

export const nowhere: Place = { page: null, rectangle: null };

/** From one revision to the next one: both states, and the differences found so far. */
export class Step {
  readonly before: PdfFile;
  readonly after: PdfFile;
  readonly equality: GraphEquality;
  readonly pagesBefore: readonly PdfPage[];
  readonly pagesAfter: readonly PdfPage[];
  readonly differences: Difference[] = [];

  constructor(before: PdfFile, after: PdfFile) {
    this.before = before;
    this.after = after;
    this.equality = new GraphEquality(before, after);
    this.pagesBefore = listPages(before);
    this.pagesAfter = listPages(after);
  }

  report(
    kind: ChangeKind,
    needs: Requirement,
    path: string,
    where: Place & { fieldName?: string } = nowhere,
  ): void {
    const { page, rectangle, fieldName = null } = where;
    this.differences.push({ kind, needs, path, page, rectangle, fieldName });
  }

  isEqual(before: PdfObject, after: PdfObject): boolean {
    return this.equality.isEqual(before, after);
  }

  /** Keys whose values differ. */
  changedKeys(before: PdfDict, after: PdfDict, except: readonly string[] = []): string[] {
    const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
    return [...keys].filter(
      (key) => !except.includes(key) && !this.isEqual(before.get(key), after.get(key)),
    );
  }
}

/** Where an annotation stands: on the page whose /Annots has it, else on the one that it names. */
export function placeOf(
  file: PdfFile,
  pages: readonly PdfPage[],
  annotation: { reference: PdfReference | null; dict: PdfDict },
): Place {
  const number = pageNumbers(file, pages).get(annotation.reference?.number ?? annotation.dict);
  const page = number === undefined ? undefined : pages[number - 1];
  if (!page || number === undefined) return nowhere;
  const rectangle = readRectangle(file, annotation.dict.get('Rect'));
  return { page: number, rectangle: rectangle && toUpright(page, rectangle) };
}

const known = new WeakMap<readonly PdfPage[], Map<number | PdfDict, number>>();

/** Page numbers, from 1, of the annotations by object number or, when direct, by themselves. */
function pageNumbers(file: PdfFile, pages: readonly PdfPage[]): Map<number | PdfDict, number> {
  const before = known.get(pages);
  if (before) return before;
  const numbers = new Map<number | PdfDict, number>();
  for (const [index, page] of pages.entries()) {
    for (const { reference, dict } of listAnnotations(file, page)) {
      numbers.set(reference?.number ?? dict, index + 1);
    }
  }
  known.set(pages, numbers);
  return numbers;
}

export type Annotation = { reference: PdfReference | null; dict: PdfDict };

export function listAnnotations(file: PdfFile, page: PdfPage): Annotation[] {
  return (file.array(page.dict.get('Annots')) ?? []).flatMap((item) => {
    const dict = file.dict(item);
    return dict ? { reference: item instanceof PdfReference ? item : null, dict } : [];
  });
}
