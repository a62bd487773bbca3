import { equalBytes } from '#lib/pki/bytes.ts';
import { PdfDict } from '../objects/pdf-object.ts';
import { isWhiteSpace } from '../objects/syntax.ts';
import { contentOf } from '../reading/page-content.ts';
import type { PdfPage } from '../reading/pages.ts';
import { areaOfResource, changedArea } from './changed-area.ts';
import type { Place, Step } from './step.ts';

/** A page in both states. */
export type PagePair = {
  before: PdfPage;
  after: PdfPage;
  /** From 1, as the document is now. */
  number: number;
};

/** Finds each page again by its object, or by its position where all objects got new numbers. */
export function matchPages(step: Step): PagePair[] {
  const { pagesBefore, pagesAfter, equality } = step;
  const positions = new Map(
    pagesAfter.flatMap(({ reference }, index) => (reference ? [[reference.number, index]] : [])),
  );
  const isRenumbered = !pagesBefore.some(({ reference }) => positions.has(reference?.number ?? -1));
  const pairs = pagesBefore.flatMap((before, index) => {
    const position = isRenumbered ? index : positions.get(before.reference?.number ?? -1);
    const after = position === undefined ? undefined : pagesAfter[position];
    return after && position !== undefined ? { before, after, number: position + 1 } : [];
  });
  for (const { before, after } of pairs) equality.anchor(before.reference, after.reference);
  return pairs;
}

export function comparePages(step: Step, pairs: readonly PagePair[]): void {
  const { pagesBefore, pagesAfter } = step;
  const [kept, shown] = [
    new Set(pairs.map((pair) => pair.before)),
    new Set(pairs.map((pair) => pair.after)),
  ];
  for (const page of pagesBefore) {
    if (!kept.has(page)) step.report('page-removed', 'impossible', '/Pages');
  }
  for (const [index, page] of pagesAfter.entries()) {
    const where = { page: index + 1, rectangle: null };
    if (!shown.has(page)) step.report('page-added', 'impossible', '/Pages', where);
  }
  const isInOrder = pairs.every(({ number }, index) => number > (pairs[index - 1]?.number ?? 0));
  if (!isInOrder) step.report('page-order', 'impossible', '/Pages');
  compareCounts(step);
  for (const pair of pairs) comparePage(step, pair);
}

/** Readers that trust /Count would show other pages than those that walk the tree. */
function compareCounts(step: Step): void {
  const [old, now] = [step.before, step.after].map((file) =>
    file.number(file.dict(file.catalog.get('Pages'))?.get('Count')),
  );
  const wasRight = old === step.pagesBefore.length;
  if (wasRight && now !== step.pagesAfter.length) {
    step.report('page-order', 'impossible', '/Pages/Count');
  }
}

/** Compared on their own or without a meaning for what is shown. */
const elsewhere = [
  'Type',
  'Parent',
  'Contents',
  'Annots',
  'Resources',
  'MediaBox',
  'CropBox',
  'Rotate',
];

const harmless = ['LastModified', 'PieceInfo', 'Metadata', 'Tabs', 'StructParents'];

function comparePage(step: Step, { before, after, number }: PagePair): void {
  const where: Place = { page: number, rectangle: null };
  const hasSameFrame =
    before.rotate === after.rotate &&
    JSON.stringify(before.cropBox) === JSON.stringify(after.cropBox);
  if (!hasSameFrame) step.report('page-geometry', 'impossible', '/Page/MediaBox', where);
  if (!hasSameContent(step, before, after)) {
    const rectangle = changedArea(step, before, after);
    step.report('page-content', 'impossible', '/Page/Contents', { page: number, rectangle });
  }
  if (!step.isEqual(before.resources, after.resources)) {
    for (const path of changedResources(step, before.resources, after.resources)) {
      const rectangle = areaOfResource(step, before, after, path);
      step.report('resource', 'impossible', `/Page/Resources${path}`, { page: number, rectangle });
    }
  }
  for (const key of step.changedKeys(before.dict, after.dict, elsewhere)) {
    if (harmless.includes(key)) step.report('metadata', 'nothing', `/Page/${key}`, where);
    else
      step.report(
        key === 'AA' ? 'active-content' : 'page-geometry',
        'impossible',
        `/Page/${key}`,
        where,
      );
  }
}

/** Divided into other parts, the content may still be the same. */
function hasSameContent(step: Step, before: PdfPage, after: PdfPage): boolean {
  if (step.isEqual(before.dict.get('Contents'), after.dict.get('Contents'))) return true;
  const old = trimmed(contentOf(step.before, before));
  return old.length > 0 && equalBytes(old, trimmed(contentOf(step.after, after)));
}

function trimmed(content: Uint8Array): Uint8Array {
  return content.subarray(0, content.findLastIndex((byte) => !isWhiteSpace(byte)) + 1);
}

/** `/Font/F1` for each resource that differs. */
function changedResources(step: Step, before: PdfDict, after: PdfDict): string[] {
  return step.changedKeys(before, after).flatMap((category) => {
    const old = step.before.dict(before.get(category)) ?? new PdfDict();
    const now = step.after.dict(after.get(category)) ?? new PdfDict();
    const names = step.changedKeys(old, now);
    return names.length > 0 ? names.map((name) => `/${category}/${name}`) : [`/${category}`];
  });
}
