import { decodeKeptImage } from '#lib/client/imaging/decode-image.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { bilevelOfPng } from '#lib/pdf/images/bilevel-image.ts';
import { plainPng } from '#lib/pdf/images/plain-png.ts';
import { jpegInfo, type PageImage } from '#lib/pdf/searchable-pdf.ts';
import { leastImage } from './least-image.ts';

const BAND_ROWS = 512;

/** What becomes of large grey and colour pages that came without loss: a setting of the unit. */
export type PageTones = 'as-scanned' | 'jpeg';

/** A4 at 300 dpi in grey takes some 4 MB without loss. */
const LARGE_BYTES = 1_000_000;
/** No difference is seen on paper, nor by recognition. */
const JPEG_QUALITY = 0.9;

/**
 * A page image as the PDF embeds it, nothing of it lost: JPEG bytes as they are, PNG as the least that
 * shows the same pixels (black and white, grey, colour), its compressed rows as they are where they
 * are that already. Only where `tones` asks for it a large PNG with tones becomes a JPEG. Throws
 * `PAGE_DATA_LOST` when it cannot be decoded.
 */
export async function readPageImage(
  image: Blob,
  tones: PageTones = 'as-scanned',
): Promise<PageImage> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  if (image.type === 'image/jpeg') return keptJpeg(bytes);
  const png = plainPng(bytes);
  const bilevel = png?.bitsPerComponent === 1 ? bilevelOfPng(png) : null;
  if (bilevel) return { kind: 'bilevel', ...bilevel };

  const bitmap = await decodeKeptImage(image);
  try {
    const least = leastImage(readRgb(bitmap), bitmap.width, bitmap.height);
    if (tones === 'jpeg' && least.kind !== 'bilevel' && bytes.length > LARGE_BYTES) {
      const jpeg = await encodeJpeg(bitmap);
      if (jpeg.length < bytes.length) return keptJpeg(jpeg);
    }
    const isLeast = png && least.kind === (png.colours === 1 ? 'grey' : 'rgb');
    return isLeast ? { kind: 'png', ...png } : least;
  } finally {
    bitmap.close();
  }
}

function keptJpeg(bytes: Uint8Array): PageImage {
  const { widthPx, heightPx, components } = jpegInfo(bytes);
  return { kind: 'jpeg', bytes, widthPx, heightPx, components };
}

async function encodeJpeg(bitmap: ImageBitmap): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = contextOf(canvas);
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Three octets per pixel; transparent parts are paper. */
function readRgb(bitmap: ImageBitmap): Uint8Array {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, Math.min(BAND_ROWS, height));
  const context = contextOf(canvas);
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

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new AppError('IMAGE_TOO_LARGE', { megapixels: (canvas.width * canvas.height) / 1e6 });
}
