import { AppError } from '#lib/domain/app-error.ts';
import { undoFilter } from '../reading/filters.ts';
import { undoPredictor } from '../reading/predictor.ts';
import type { PlainPng } from './plain-png.ts';

/** Black and white without anything between. */
export type BilevelImage = {
  /** One bit per pixel, most significant first, 1 = black; each row begins at an octet. */
  bytes: Uint8Array;
  widthPx: number;
  heightPx: number;
};

/** The pixels of a PNG of one bit per pixel; null when some are missing. */
export function bilevelOfPng(png: PlainPng): BilevelImage | null {
  const { widthPx, heightPx } = png;
  const bytes = unpackedRows(png);
  if (bytes?.length !== Math.ceil(widthPx / 8) * heightPx) return null;
  // A PNG says 1 for white.
  for (let index = 0; index < bytes.length; index++) bytes[index] = ~(bytes[index] ?? 0);
  return { bytes, widthPx, heightPx };
}

function unpackedRows({ bytes, widthPx }: PlainPng): Uint8Array | null {
  const parameters = { predictor: 15, colors: 1, bitsPerComponent: 1, columns: widthPx };
  try {
    const rows = undoFilter('FlateDecode', bytes);
    return rows && undoPredictor(rows, parameters);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
