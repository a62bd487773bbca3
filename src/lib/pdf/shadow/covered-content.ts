import type { PdfDict } from '../objects/pdf-object.ts';
import { multiply, matrixOf, type Matrix } from '../reading/page-content.ts';
import { readRectangle, type PdfPage, type PdfRectangle } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Painted } from '../painting/painted.ts';
import { paintForm } from '../painting/painter.ts';
import {
  areaOf,
  boundsOf,
  contains,
  polygonOf,
  transformed,
  uprightBounds,
  type Polygon,
} from '../painting/shapes.ts';
import type { ShadowFinding } from './shadow-finding.ts';

const MAX_COVERS = 400;
/** From this share of the page on, a picture is the page: a scan. */
const WHOLE_PAGE = 0.9;

type Cover = Painted & { kind: 'cover' };

/**
 * Visible text that something opaque covers completely. Where one picture covers the whole page with
 * all its text, it is a scan laid over its recognized text, as some scanning programs do it.
 */
export function findCoveredText(
  page: PdfPage,
  number: number,
  painted: readonly Painted[],
): ShadowFinding[] {
  const texts = painted.filter((item) => item.kind === 'text' && item.isVisible);
  const findings: ShadowFinding[] = [];
  for (const [cover, position] of largestCovers(painted)) {
    const covered = textsBelow(painted.slice(0, position), cover);
    if (covered.length === 0) continue;
    const share = areaOf(boundsOf([...cover.shape])) / areaOf(page.cropBox);
    const isScan = cover.isImage && share >= WHOLE_PAGE && covered.length === texts.length;
    findings.push({
      kind: 'covered-text',
      severity: isScan ? 'warns' : 'blocks',
      page: number,
      rectangle: uprightBounds(page, covered),
    });
  }
  return findings;
}

function largestCovers(painted: readonly Painted[]): [Cover, number][] {
  const covers = painted.flatMap((item, index): [Cover, number][] =>
    item.kind === 'cover' ? [[item, index]] : [],
  );
  if (covers.length <= MAX_COVERS) return covers;
  const size = ([{ shape }]: [Cover, number]) => areaOf(boundsOf([...shape]));
  return covers.toSorted((a, b) => size(b) - size(a)).slice(0, MAX_COVERS);
}

function textsBelow(painted: readonly Painted[], { shape }: Cover): Polygon[] {
  const bounds = boundsOf([...shape]);
  return painted.flatMap((item) => {
    if (item.kind !== 'text' || !item.isVisible) return [];
    const [corner] = item.box;
    const isNear =
      corner !== undefined &&
      corner.x >= bounds.left &&
      corner.x <= bounds.right &&
      corner.y >= bounds.bottom &&
      corner.y <= bounds.top;
    return isNear && contains(shape, item.box) ? [item.box] : [];
  });
}

/** Text of the page that the appearance of an annotation covers; empty when it covers none. */
export function textCoveredBy(
  file: PdfFile,
  annotation: PdfDict,
  painted: readonly Painted[],
): Polygon[] {
  const look = file.dict(annotation.get('AP'))?.get('N') ?? null;
  const state = file.name(annotation.get('AS'));
  const stream = file.stream(look) ?? (state ? file.stream(file.dict(look)?.get(state)) : null);
  const place = readRectangle(file, annotation.get('Rect'));
  const box = stream && readRectangle(file, stream.dict.get('BBox'));
  if (!stream || !place || !box) return [];
  const own = matrixOf(file.numbers(stream.dict.get('Matrix')));
  const onPage = multiply(own, fitting(box, own, place));
  // Nothing is painted outside of the box.
  const clip = [transformed(polygonOf(box.left, box.bottom, box.right, box.top), onPage)];
  const below = painted.filter((item) => item.kind === 'text' && contains(clip, item.box));
  if (below.length === 0) return [];
  return largestCovers(paintForm(file, stream, onPage)).flatMap(([cover]) =>
    textsBelow(below, cover),
  );
}

/** The turned box is stretched to the rectangle (ISO 32000-1 §12.5.5, algorithm 8.1). */
function fitting(box: PdfRectangle, own: Matrix, place: PdfRectangle): Matrix {
  const turned = boundsOf([transformed(polygonOf(box.left, box.bottom, box.right, box.top), own)]);
  const [width, height] = [turned.right - turned.left, turned.top - turned.bottom];
  const x = width > 0 ? (place.right - place.left) / width : 1;
  const y = height > 0 ? (place.top - place.bottom) / height : 1;
  return [x, 0, 0, y, place.left - turned.left * x, place.bottom - turned.bottom * y];
}
