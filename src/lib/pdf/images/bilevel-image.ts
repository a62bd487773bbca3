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
export function bilevelOfPng({ widthPx, heightPx, bytes: packed }: PlainPng): BilevelImage | null {
  const rows = undoFilter('FlateDecode', packed);
  const rowBytes = Math.ceil(widthPx / 8);
  if (rows?.length !== (rowBytes + 1) * heightPx) return null;
  const bytes = undoPredictor(rows, {
    predictor: 15,
    colors: 1,
    bitsPerComponent: 1,
    columns: widthPx,
  });
  // A PNG says 1 for white.
  for (let index = 0; index < bytes.length; index++) bytes[index] = ~(bytes[index] ?? 0);
  return { bytes, widthPx, heightPx };
}
