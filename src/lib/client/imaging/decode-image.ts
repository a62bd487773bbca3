import { AppError } from '#lib/domain/app-error.ts';
import {
  createGreyImage,
  hasColour,
  writeGreyRows,
  type GreyImage,
  type InkChoice,
} from '#lib/imaging/grey-image.ts';
import { withoutExif } from '#lib/imaging/without-exif.ts';

/** Largest page image that is worked on: A3 at 600 dpi with room to spare. */
export const MAX_IMAGE_PIXELS = 100_000_000;

const BAND_ROWS = 512;

/** `shown`: colours as the screen needs them, not as the file has them; `widthPx`: decoded smaller. */
export type Decoding = { colours?: 'shown'; widthPx?: number };

/**
 * The pixels as the file stores them, whatever EXIF says: frames and PDFs are told in these. The one
 * way to decode a page image. Throws `FILE_NOT_AN_IMAGE` and `IMAGE_TOO_LARGE`. The caller closes
 * the bitmap.
 */
export async function decodeImage(image: Blob, decoding: Decoding = {}): Promise<ImageBitmap> {
  const { colours, widthPx } = decoding;
  const bitmap = await decodeStored(image, {
    ...(colours !== 'shown' && { colorSpaceConversion: 'none' }),
    ...(widthPx !== undefined && { resizeWidth: widthPx, resizeQuality: 'high' }),
  }).catch((cause: unknown) => {
    throw new AppError('FILE_NOT_AN_IMAGE', {}, { cause });
  });
  if (bitmap.width * bitmap.height <= MAX_IMAGE_PIXELS) return bitmap;
  const megapixels = Math.round((bitmap.width * bitmap.height) / 1e6);
  bitmap.close();
  throw new AppError('IMAGE_TOO_LARGE', { megapixels });
}

/** For images that were decoded when they were imported: what fails now is `PAGE_DATA_LOST`. */
export async function decodeKeptImage(
  image: Blob,
  { fileName, ...decoding }: Decoding & { fileName?: string } = {},
): Promise<ImageBitmap> {
  return decodeImage(image, decoding).catch((cause: unknown) => {
    throw new AppError('PAGE_DATA_LOST', fileName === undefined ? {} : { fileName }, { cause });
  });
}

/** Grey pixels of an image, read band by band so that the RGBA copy stays small. */
export async function decodeGrey(image: Blob, ink: InkChoice = 'without-red'): Promise<GreyImage> {
  const bitmap = await decodeImage(image);
  try {
    return greyOf(bitmap, ink).grey;
  } finally {
    bitmap.close();
  }
}

/** The grey pixels, and whether the image has colours; the bitmap stays open. */
export function greyOf(
  bitmap: ImageBitmap,
  ink: InkChoice = 'without-red',
): { grey: GreyImage; isColour: boolean } {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, Math.min(BAND_ROWS, height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('IMAGE_TOO_LARGE', { megapixels: (width * height) / 1e6 });
  const grey = createGreyImage(width, height);
  let isColour = false;
  for (let row = 0; row < height; row += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - row);
    context.clearRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -row);
    const { data } = context.getImageData(0, 0, width, rows);
    writeGreyRows(grey, row, data, ink);
    isColour ||= hasColour(data);
  }
  return { grey, isColour };
}

/** Chromium turns the picture by EXIF even with `imageOrientation: 'none'`, so EXIF must not be there. */
async function decodeStored(image: Blob, options: ImageBitmapOptions): Promise<ImageBitmap> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  const plain = withoutExif(bytes);
  const source = plain === bytes ? image : new Blob([plain], { type: image.type });
  return createImageBitmap(source, options);
}
