import type { Rotation } from '#lib/domain/text-layer.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { readRectangle, uprightSize, type PdfPage, type PdfRectangle } from '../reading/pages.ts';
import type { Matrix } from '../reading/page-content.ts';

/** Points on the page as it is shown, origin at its bottom left. */
export type UprightRectangle = { x: number; y: number; width: number; height: number };

/**
 * Where the official who scanned signs: top left in the margin of page 1 (Circular 01/2023 Art. 8),
 * 200 × 30 pt on A4 and in proportion on other sizes.
 */
export function scanSignatureRectangle(page: {
  widthPt: number;
  heightPt: number;
}): UprightRectangle {
  const scale = Math.min(page.widthPt / A4.width, page.heightPt / A4.height);
  const height = 30 * scale;
  const top = page.heightPt - 12 * scale;
  return { x: 40 * scale, y: top - height, width: 200 * scale, height };
}

/** Points. */
export const A4 = { width: 595, height: 842 };
const GAP_PT = 6;

/** The first free place from `wanted` on: to the right, then the next row below. */
export function freeRectangle(
  wanted: UprightRectangle,
  taken: readonly UprightRectangle[],
  page: { widthPt: number; heightPt: number },
): UprightRectangle {
  const isFree = (place: UprightRectangle) => !taken.some((other) => overlap(place, other));
  for (let y = wanted.y; y >= 0; y -= wanted.height + GAP_PT) {
    for (let x = wanted.x; x + wanted.width <= page.widthPt; x += wanted.width + GAP_PT) {
      const place = { ...wanted, x, y };
      if (isFree(place)) return place;
    }
  }
  return wanted;
}

/** Upright rectangle → /Rect in user space. */
export function toUserSpace(page: PdfPage, place: UprightRectangle): PdfRectangle {
  const { left, bottom, right, top } = page.cropBox;
  const { x, y, width, height } = place;
  switch (page.rotate) {
    case 0:
      return box(left + x, bottom + y, width, height);
    case 90:
      return box(right - y - height, bottom + x, height, width);
    case 180:
      return box(right - x - width, top - y - height, width, height);
    case 270:
      return box(left + y, top - x - width, height, width);
  }
}

/** The way back. */
export function toUpright(page: PdfPage, rectangle: PdfRectangle): UprightRectangle {
  const { left, bottom, right, top } = page.cropBox;
  const width = rectangle.right - rectangle.left;
  const height = rectangle.top - rectangle.bottom;
  switch (page.rotate) {
    case 0:
      return { x: rectangle.left - left, y: rectangle.bottom - bottom, width, height };
    case 90:
      return {
        x: rectangle.bottom - bottom,
        y: right - rectangle.right,
        width: height,
        height: width,
      };
    case 180:
      return { x: right - rectangle.right, y: top - rectangle.top, width, height };
    case 270:
      return { x: top - rectangle.top, y: rectangle.left - left, width: height, height: width };
  }
}

/** Turns an appearance so that it reads upright on a page that is turned when shown. */
export function appearanceMatrix(rotate: Rotation, width: number, height: number): Matrix {
  switch (rotate) {
    case 0:
      return [1, 0, 0, 1, 0, 0];
    case 90:
      return [0, 1, -1, 0, height, 0];
    case 180:
      return [-1, 0, 0, -1, width, height];
    case 270:
      return [0, -1, 1, 0, 0, width];
  }
}

/** Points per point of A4, by area, so that a sheet keeps its scale when it is turned. */
export function pageScale(page: PdfPage): number {
  const { widthPt, heightPt } = pageSize(page);
  return Math.sqrt((widthPt * heightPt) / (A4.width * A4.height));
}

export function pageSize(page: PdfPage): { widthPt: number; heightPt: number } {
  const { width, height } = uprightSize(page);
  return { widthPt: width, heightPt: height };
}

/** Places of the form fields that the page shows already. */
export function fieldRectangles(file: PdfFile, page: PdfPage): UprightRectangle[] {
  return (file.array(page.dict.get('Annots')) ?? []).flatMap((item) => {
    const annotation = file.dict(item);
    if (file.name(annotation?.get('Subtype')) !== 'Widget') return [];
    const rectangle = annotation && readRectangle(file, annotation.get('Rect'));
    if (!rectangle || rectangle.right <= rectangle.left) return [];
    return toUpright(page, rectangle);
  });
}

function box(left: number, bottom: number, width: number, height: number): PdfRectangle {
  return { left, bottom, right: left + width, top: bottom + height };
}

function overlap(a: UprightRectangle, b: UprightRectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
