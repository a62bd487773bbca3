import { decodeKeptImage } from '#lib/client/imaging/decode-image.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { bilevelOfPng } from '#lib/pdf/images/bilevel-image.ts';
import { plainPng } from '#lib/pdf/images/plain-png.ts';
import { jpegInfo, type PageImage } from '#lib/pdf/searchable-pdf.ts';
import { leastImage } from './least-image.ts';

const BAND_ROWS = 512;

/**
 * A page image as the PDF embeds it, nothing of it lost: JPEG bytes as they are, PNG as the least that
 * shows the same pixels (black and white, grey, colour), its compressed rows as they are where they
 * are that already. Throws `PAGE_DATA_LOST` when it cannot be decoded.
 */
export async function readPageImage(image: Blob): Promise<PageImage> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  if (image.type === 'image/jpeg') {
    const { widthPx, heightPx, components } = jpegInfo(bytes);
    return { kind: 'jpeg', bytes, widthPx, heightPx, components };
  }
  const png = plainPng(bytes);
  const bilevel = png?.bitsPerComponent === 1 ? bilevelOfPng(png) : null;
  if (bilevel) return { kind: 'bilevel', ...bilevel };

  const least = await decodeToLeast(image);
  const isLeast = png && least.kind === (png.colours === 1 ? 'grey' : 'rgb');
  return isLeast ? { kind: 'png', ...png } : least;
}

async function decodeToLeast(image: Blob): Promise<PageImage> {
  const bitmap = await decodeKeptImage(image);
  try {
    return leastImage(readRgb(bitmap), bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** Three octets per pixel; transparent parts are paper. */
function readRgb(bitmap: ImageBitmap): Uint8Array {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, Math.min(BAND_ROWS, height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('IMAGE_TOO_LARGE', { megapixels: (width * height) / 1e6 });
  const rgb = new Uint8Array(width * height * 3);
  context.fillStyle = 'white';
  let place = 0;
  for (let row = 0; row < height; row += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - row);
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -row);
    const rgba = context.getImageData(0, 0, width, rows).data;
    for (let from = 0; from < rgba.length; from += 4) {
      rgb[place++] = rgba[from] ?? 0;
      rgb[place++] = rgba[from + 1] ?? 0;
      rgb[place++] = rgba[from + 2] ?? 0;
    }
  }
  return rgb;
}
