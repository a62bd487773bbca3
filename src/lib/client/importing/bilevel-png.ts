import { AppError } from '#lib/domain/app-error.ts';
import type { SoleBilevel } from '#lib/pdf/inspect-pdf.ts';
import { encodePng } from './encode-png.ts';
import { TiffPages } from './tiff-pages.ts';

/** The black and white page of a PDF as a PNG of one bit per pixel: nothing lost, nothing drawn. */
export function bilevelPng(image: SoleBilevel): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx, dpi } = image;
  return encodePng({ widthPx, heightPx, dpi, bitDepth: 1, rows: whiteOneRows(image) });
}

function whiteOneRows({ coding, bytes, isInverted, ...size }: SoleBilevel): Uint8Array {
  if (coding === 'rows') return isInverted ? bytes.map((octet) => octet ^ 0xff) : bytes;
  const page = new TiffPages(faxTiff(bytes, size, isInverted)).decode(0);
  if (page.kind !== 'bilevel') throw new AppError('PDF_BROKEN');
  return page.rows;
}

const LONG = 4;
const GROUP_4 = 4;

/** The stream as the one strip of a TIFF, whose decoder we have (TIFF 6.0 section 11). */
function faxTiff(
  fax: Uint8Array,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  isInverted: boolean,
): Uint8Array<ArrayBuffer> {
  const entries = [
    [256, widthPx],
    [257, heightPx],
    [258, 1],
    [259, GROUP_4],
    [262, isInverted ? 1 : 0],
    [273, 0],
    [277, 1],
    [278, heightPx],
    [279, fax.length],
  ] as const;
  const stripAt = 8 + 2 + entries.length * 12 + 4;
  const tiff = new Uint8Array(stripAt + fax.length);
  const view = new DataView(tiff.buffer);
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], index) => {
    const at = 10 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, LONG, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, tag === 273 ? stripAt : value, true);
  });
  tiff.set(fax, stripAt);
  return tiff;
}
