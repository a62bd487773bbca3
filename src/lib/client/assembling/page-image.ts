import { decodeKeptImage } from '#lib/client/imaging/decode-image.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { jpegInfo, type PageImage } from '#lib/pdf/searchable-pdf.ts';

const BAND_ROWS = 512;

/**
 * A page image as the PDF embeds it: JPEG bytes as they are, PNG as the least that shows the same
 * pixels (black and white, grey, colour). Throws `PAGE_DATA_LOST` when it cannot be decoded.
 */
export async function readPageImage(image: Blob): Promise<PageImage> {
  if (image.type === 'image/jpeg') {
    const bytes = new Uint8Array(await image.arrayBuffer());
    const { widthPx, heightPx, components } = jpegInfo(bytes);
    return { kind: 'jpeg', bytes, widthPx, heightPx, components };
  }
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

/** Without loss: one bit per pixel where only black and white occur, one octet where only grey does. */
export function leastImage(rgb: Uint8Array, widthPx: number, heightPx: number): PageImage {
  let isBilevel = true;
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at];
    if (red !== rgb[at + 1] || red !== rgb[at + 2]) {
      return { kind: 'rgb', bytes: rgb, widthPx, heightPx };
    }
    isBilevel &&= red === 0 || red === 255;
  }
  return isBilevel ? bilevel(rgb, widthPx, heightPx) : grey(rgb, widthPx, heightPx);
}

function grey(rgb: Uint8Array, widthPx: number, heightPx: number): PageImage {
  const bytes = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = rgb[at * 3] ?? 0;
  return { kind: 'grey', bytes, widthPx, heightPx };
}

function bilevel(rgb: Uint8Array, widthPx: number, heightPx: number): PageImage {
  const rowBytes = Math.ceil(widthPx / 8);
  const bytes = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const isBlack = rgb[(y * widthPx + x) * 3] === 0;
      if (!isBlack) continue;
      const at = y * rowBytes + (x >> 3);
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { kind: 'bilevel', bytes, widthPx, heightPx };
}
