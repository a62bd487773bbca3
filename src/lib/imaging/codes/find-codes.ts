import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader';
import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import { shrink, type GreyImage } from '../grey-image.ts';
import { encodePgm } from '../recognition-image.ts';
import { sourceToFrame } from '../warp.ts';

export type CodeFormat = 'qr' | 'data-matrix' | 'code-128';

type Point = { x: number; y: number };

/** A code that is printed on a page; places are pixels of the upright page frame. */
export type PageCode = {
  format: CodeFormat;
  /** null: seen, but too smudged to be read. */
  text: string | null;
  /** Clockwise, from the top left of the code as it reads. */
  corners: readonly [Point, Point, Point, Point];
  /** Around the code and the quiet zone that readers need. */
  box: Box;
};

export type CodeFinder = (image: GreyImage, frame: PageFrame) => Promise<PageCode[]>;

/** Longer sides are halved or more: at 300 dpi the smallest codes of an A4 page are still told apart. */
const LONG_SIDE_PX = 3000;

const formats = {
  QRCode: 'qr',
  QRCodeModel1: 'qr',
  QRCodeModel2: 'qr',
  MicroQRCode: 'qr',
  DataMatrix: 'data-matrix',
  Code128: 'code-128',
} as const satisfies Record<string, CodeFormat>;

/** Of the longer side: four of 21 modules (ISO/IEC 18004), ten of about a hundred (ISO/IEC 15417). */
const quietShare = { qr: 0.19, 'data-matrix': 0.1, 'code-128': 0.1 } as const satisfies Record<
  CodeFormat,
  number
>;

/**
 * What finds codes in page images as they were scanned, turned and sloping ones too. `wasm`: the file
 * `zxing_reader.wasm`, which the reader would fetch from a CDN if it were not given.
 */
export function codeFinder(wasm: ArrayBuffer): CodeFinder {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return async (image, frame) => {
    const factor = Math.max(1, Math.floor(Math.max(image.width, image.height) / LONG_SIDE_PX));
    const results = await readBarcodes(encodePgm(shrink(image, factor)), {
      formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'Code128'],
      // A code that cannot be read is to be kept free all the same.
      returnErrors: true,
    });
    return results.flatMap((result) => pageCode(result, factor, frame) ?? []);
  };
}

function pageCode(
  { format: found, isValid, text, position }: ReadResult,
  factor: number,
  frame: PageFrame,
): PageCode | null {
  if (!isKnown(found)) return null;
  const format = formats[found];
  const onPage = ({ x, y }: Point) => sourceToFrame(frame, x * factor, y * factor);
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  const corners = [
    onPage(topLeft),
    onPage(topRight),
    onPage(bottomRight),
    onPage(bottomLeft),
  ] as const;
  const box = boxAround(corners, quietShare[format]);
  return { format, text: isValid ? text.normalize('NFC') : null, corners, box };
}

function isKnown(format: string): format is keyof typeof formats {
  return Object.hasOwn(formats, format);
}

function boxAround(corners: readonly Point[], share: number): Box {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const quiet = Math.max(width, height) * share;
  return { x: left - quiet, y: top - quiet, width: width + 2 * quiet, height: height + 2 * quiet };
}
