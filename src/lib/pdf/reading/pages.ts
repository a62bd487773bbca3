import type { Rotation } from '#lib/domain/text-layer.ts';
import { PdfDict, PdfReference, type PdfObject } from '../objects/pdf-object.ts';
import { brokenPdf } from './pdf-error.ts';
import type { PdfFile } from './pdf-file.ts';

/** Corners in user space, ordered. */
export type PdfRectangle = { left: number; bottom: number; right: number; top: number };

export type PdfPage = {
  /** null when the page tree holds the page itself instead of a reference, against the standard. */
  reference: PdfReference | null;
  dict: PdfDict;
  resources: PdfDict;
  /** What is shown: the crop box within the media box. */
  cropBox: PdfRectangle;
  /** Clockwise turn when shown. */
  rotate: Rotation;
};

const MAX_PAGES = 20_000;
const MAX_DEPTH = 64;
/** ISO 32000-1 §7.7.3.3 asks for a media box; readers take US Letter without one. */
const LETTER: PdfRectangle = { left: 0, bottom: 0, right: 612, top: 792 };

/** In reading order, with what they inherit (ISO 32000-1 §7.7.3.4). */
export function listPages(file: PdfFile): PdfPage[] {
  const pages: PdfPage[] = [];
  const seen = new Set<number>();

  const visit = (node: PdfObject, inherited: PdfDict, depth: number): void => {
    if (node instanceof PdfReference) {
      if (seen.has(node.number)) throw brokenPdf('A page occurs twice in the page tree');
      seen.add(node.number);
    }
    const dict = file.dict(node);
    if (!dict || depth > MAX_DEPTH) throw brokenPdf('The page tree is broken');
    const attributes = inherited.with(
      Object.fromEntries(
        inheritable.flatMap((key) => (dict.has(key) ? [[key, dict.get(key)]] : [])),
      ),
    );
    const kids = file.array(dict.get('Kids'));
    if (kids && file.name(dict.get('Type')) !== 'Page') {
      for (const kid of kids) visit(kid, attributes, depth + 1);
      return;
    }
    if (pages.length >= MAX_PAGES) throw brokenPdf('The page tree has too many pages');
    pages.push(readPage(file, node instanceof PdfReference ? node : null, dict, attributes));
  };

  visit(file.catalog.get('Pages'), new PdfDict(), 0);
  return pages;
}

/** Width and height in points as the page is shown. */
export function uprightSize({ cropBox, rotate }: PdfPage): { width: number; height: number } {
  const width = cropBox.right - cropBox.left;
  const height = cropBox.top - cropBox.bottom;
  return rotate === 90 || rotate === 270 ? { width: height, height: width } : { width, height };
}

export function readRectangle(file: PdfFile, object: PdfObject): PdfRectangle | null {
  const numbers = file.numbers(object);
  const [x0, y0, x1, y1] = numbers ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return null;
  const rectangle = {
    left: Math.min(x0, x1),
    bottom: Math.min(y0, y1),
    right: Math.max(x0, x1),
    top: Math.max(y0, y1),
  };
  return rectangle;
}

const inheritable = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;

function readPage(
  file: PdfFile,
  reference: PdfReference | null,
  dict: PdfDict,
  attributes: PdfDict,
): PdfPage {
  const mediaBox = readRectangle(file, attributes.get('MediaBox')) ?? LETTER;
  const cropBox = readRectangle(file, attributes.get('CropBox')) ?? mediaBox;
  const shown = {
    left: Math.max(mediaBox.left, cropBox.left),
    bottom: Math.max(mediaBox.bottom, cropBox.bottom),
    right: Math.min(mediaBox.right, cropBox.right),
    top: Math.min(mediaBox.top, cropBox.top),
  };
  const isEmpty = shown.right <= shown.left || shown.top <= shown.bottom;
  return {
    reference,
    dict,
    resources: file.dict(attributes.get('Resources')) ?? new PdfDict(),
    cropBox: isEmpty ? mediaBox : shown,
    rotate: normalizeRotation(file.number(attributes.get('Rotate')) ?? 0),
  };
}

function normalizeRotation(degrees: number): Rotation {
  const turn = ((degrees % 360) + 360) % 360;
  return turn === 90 || turn === 180 || turn === 270 ? turn : 0;
}
