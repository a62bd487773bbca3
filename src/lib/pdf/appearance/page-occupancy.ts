import type { PdfDict } from '../objects/pdf-object.ts';
import { readPageContent, type Matrix } from '../reading/page-content.ts';
import { readRectangle, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { pageSize, toUpright, type UprightRectangle } from '../signing/page-placement.ts';
import type { PageWord } from '../text/page-words.ts';

/** A picture that takes more of the page than this is its ground: the scan itself. */
const GROUND_SHARE = 0.25;
const HIDDEN = 2;
/** Annotations that show nothing of their own on paper. */
const unseen = new Set(['Link', 'Popup']);

/** What a signature must not cover: words (invisible text layers too), pictures, annotations. */
export function occupiedRectangles(
  file: PdfFile,
  page: PdfPage,
  words: readonly PageWord[],
): UprightRectangle[] {
  return [
    ...words.map((word) => word.rectangle),
    ...pictureRectangles(file, page),
    ...annotations(file, page)
      .filter((annotation) => !unseen.has(file.name(annotation.dict.get('Subtype')) ?? ''))
      .map((annotation) => annotation.rectangle),
  ];
}

/** A signature that the page shows. */
export type ShownSignature = { rectangle: UprightRectangle; hasImage: boolean };

/** Signed fields with a place on the page, in the order in which they were added. */
export function shownSignatures(file: PdfFile, page: PdfPage): ShownSignature[] {
  return annotations(file, page).flatMap(({ dict, rectangle }) => {
    const field = file.dict(dict.get('Parent'));
    const type = file.name(dict.get('FT')) ?? file.name(field?.get('FT'));
    const value = file.dict(dict.get('V')) ?? file.dict(field?.get('V'));
    return type === 'Sig' && value ? { rectangle, hasImage: showsImage(file, dict) } : [];
  });
}

function annotations(
  file: PdfFile,
  page: PdfPage,
): { dict: PdfDict; rectangle: UprightRectangle }[] {
  return (file.array(page.dict.get('Annots')) ?? []).flatMap((item) => {
    const dict = file.dict(item);
    const rectangle = dict && readRectangle(file, dict.get('Rect'));
    if (!rectangle || rectangle.right <= rectangle.left || rectangle.top <= rectangle.bottom) {
      return [];
    }
    if ((file.number(dict.get('F')) ?? 0) & HIDDEN) return [];
    return { dict, rectangle: toUpright(page, rectangle) };
  });
}

const MAX_DEPTH = 4;

function showsImage(file: PdfFile, widget: PdfDict): boolean {
  const look = (form: PdfDict | null, depth: number): boolean => {
    if (!form) return false;
    if (file.name(form.get('Subtype')) === 'Image') return true;
    const objects = file.dict(file.dict(form.get('Resources'))?.get('XObject'));
    return (
      depth < MAX_DEPTH &&
      [...(objects?.entries.values() ?? [])].some((object) => look(file.dict(object), depth + 1))
    );
  };
  return look(file.dict(file.dict(widget.get('AP'))?.get('N')), 0);
}

function pictureRectangles(file: PdfFile, page: PdfPage): UprightRectangle[] {
  const { widthPt, heightPt } = pageSize(page);
  return readPageContent(file, page)
    .images.map(({ matrix }) => toUpright(page, unitSquare(matrix)))
    .filter(({ width, height }) => width * height < widthPt * heightPt * GROUND_SHARE);
}

function unitSquare([a, b, c, d, e, f]: Matrix) {
  const xs = [e, e + a, e + c, e + a + c];
  const ys = [f, f + b, f + d, f + b + d];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.min(...ys),
    top: Math.max(...ys),
  };
}
