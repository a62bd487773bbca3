import { MAX_IMAGE_PIXELS } from '#lib/client/imaging/decode-image.ts';
import { AppError } from '#lib/domain/app-error.ts';

export const MAX_PDF_PAGES = 500;

/** Looks at the size the header tells, before anything is decoded. Throws `IMAGE_TOO_LARGE`. */
export function checkPixels(widthPx: number, heightPx: number): void {
  const pixels = widthPx * heightPx;
  if (pixels > MAX_IMAGE_PIXELS) {
    throw new AppError('IMAGE_TOO_LARGE', { megapixels: Math.round(pixels / 1e6) });
  }
  if (pixels === 0) throw new AppError('FILE_NOT_AN_IMAGE');
}
