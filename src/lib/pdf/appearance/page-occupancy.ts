import type { PdfDict } from '../objects/pdf-object.ts';
import type { Painted } from '../painting/painted.ts';
import { uprightBounds } from '../painting/shapes.ts';
import { readRectangle, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { pageSize, toUpright, type UprightRectangle } from '../signing/page-placement.ts';
import { wordsOf } from '../text/page-words.ts';

/** A picture that takes more of the page than this is its ground: the scan itself. */
const GROUND_SHARE = 0.25;
/** What is drawn larger than this is shading or a frame; the squares of a QR code are smaller. */
const DRAWING_PT = 100;
/** Thinner than this, an area is a line, however long. */
const RULE_PT = 2;
const HIDDEN = 2;
/** Annotations that show nothing of their own on paper. */
const unseen = new Set(['Link', 'Popup']);

/**
 * What a signature must not cover: words (invisible text layers too), pictures, small drawings and
 * lines, annotations.
 */
export function occupiedRectangles(
  file: PdfFile,
  page: PdfPage,
  painted: readonly Painted[],
): UprightRectangle[] {
  return [
    ...wordsOf(page, painted).map((word) => word.rectangle),
    ...drawnRectangles(page, painted),
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

function drawnRectangles(page: PdfPage, painted: readonly Painted[]): UprightRectangle[] {
  const { widthPt, heightPt } = pageSize(page);
  return painted.flatMap((item) => {
    if (item.kind === 'text') return [];
    return item.shape
      .map((polygon) => uprightBounds(page, [polygon]))
      .filter(({ width, height }) =>
        item.isImage
          ? width * height < widthPt * heightPt * GROUND_SHARE
          : Math.max(width, height) < DRAWING_PT || Math.min(width, height) < RULE_PT,
      );
  });
}
