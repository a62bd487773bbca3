import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Box, PageFrame, Point } from '#lib/domain/text-layer.ts';

/** A QR that was read; corners are pixels of the image as it was scanned, clockwise. */
export type ReadCode = { text: string; corners: readonly Point[] };

/** A part of the scanned image, drawn `scale` times as large. */
export type DrawPart = (part: Box, scale: number) => ImageData;

export type CodeReader = (draw: DrawPart, frame: PageFrame) => Promise<ReadCode[]>;

/** The whole page is looked at so small: a QR of 25 mm has three pixels for each module. */
const GLANCE_PX = 1700;
/** Where QR stand that tell documents apart (TT 01/2023: top-left), as shares of the upright page. */
const CORNER = { width: 0.5, height: 0.35 };
/** Small codes are told apart at this resolution. */
const CORNER_DPI = 300;

/**
 * What reads the texts of QR in page images, turned and sloping ones too: first the whole page at a
 * glance, then, where that showed none, the corner of the legal QR closely. `wasm`: the file
 * `zxing_reader.wasm`, which the reader would fetch from a CDN if it were not given.
 */
export function codeReader(wasm: ArrayBuffer): CodeReader {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return async (draw, frame) => {
    const { sourceWidthPx: width, sourceHeightPx: height } = frame;
    const scale = Math.min(1, GLANCE_PX / Math.max(width, height));
    const seen = await readPart(draw, { x: 0, y: 0, width, height }, scale);
    if (seen.length > 0 || scale === 1) return seen;
    return readPart(draw, topLeftCorner(frame), Math.min(1, CORNER_DPI / frame.dpi));
  };
}

async function readPart(draw: DrawPart, part: Box, scale: number): Promise<ReadCode[]> {
  const results = await readBarcodes(draw(part, scale), {
    formats: ['QRCode'],
    tryInvert: false,
  });
  return results
    .filter(({ isValid, text }) => isValid && text !== '')
    .map(({ text, position }) => {
      const { topLeft, topRight, bottomRight, bottomLeft } = position;
      const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({
        x: Math.round(part.x + x / scale),
        y: Math.round(part.y + y / scale),
      }));
      return { text: text.normalize('NFC'), corners };
    });
}

/** In pixels of the image as it was scanned. */
function topLeftCorner({ rotation, sourceWidthPx, sourceHeightPx }: PageFrame): Box {
  const isTurned = rotation === 90 || rotation === 270;
  const width = Math.ceil(sourceWidthPx * (isTurned ? CORNER.height : CORNER.width));
  const height = Math.ceil(sourceHeightPx * (isTurned ? CORNER.width : CORNER.height));
  return {
    x: rotation === 180 || rotation === 270 ? sourceWidthPx - width : 0,
    y: rotation === 90 || rotation === 180 ? sourceHeightPx - height : 0,
    width,
    height,
  };
}
