import { AppError } from '#lib/domain/app-error.ts';
import {
  createGreyImage,
  writeGreyRows,
  type GreyImage,
  type InkChoice,
} from '#lib/imaging/grey-image.ts';

/** Largest page image that is worked on: A3 at 600 dpi with room to spare. */
export const MAX_IMAGE_PIXELS = 100_000_000;

const BAND_ROWS = 512;

/**
 * Decodes without applying the EXIF orientation: frames are told in the pixels of the file.
 * Throws `FILE_NOT_AN_IMAGE` and `IMAGE_TOO_LARGE`. The caller closes the bitmap.
 */
export async function decodeImage(image: Blob): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(image, {
    imageOrientation: 'none',
    colorSpaceConversion: 'none',
  }).catch((cause: unknown) => {
    throw new AppError('FILE_NOT_AN_IMAGE', {}, { cause });
  });
  if (bitmap.width * bitmap.height <= MAX_IMAGE_PIXELS) return bitmap;
  const megapixels = Math.round((bitmap.width * bitmap.height) / 1e6);
  bitmap.close();
  throw new AppError('IMAGE_TOO_LARGE', { megapixels });
}

/** Grey pixels of an image, read band by band so that the RGBA copy stays small. */
export async function decodeGrey(image: Blob, ink: InkChoice = 'without-red'): Promise<GreyImage> {
  const bitmap = await decodeImage(image);
  try {
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, Math.min(BAND_ROWS, height));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new AppError('IMAGE_TOO_LARGE', { megapixels: (width * height) / 1e6 });
    const grey = createGreyImage(width, height);
    for (let row = 0; row < height; row += BAND_ROWS) {
      const rows = Math.min(BAND_ROWS, height - row);
      context.clearRect(0, 0, width, rows);
      context.drawImage(bitmap, 0, -row);
      writeGreyRows(grey, row, context.getImageData(0, 0, width, rows).data, ink);
    }
    return grey;
  } finally {
    bitmap.close();
  }
}
