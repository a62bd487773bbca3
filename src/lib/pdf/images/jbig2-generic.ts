import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';
import type { BilevelImage } from './bilevel-image.ts';
import { MqEncoder } from './mq-encoder.ts';

/** Segment types of ITU-T T.88 §7.3. */
const PAGE_INFORMATION = 48;
const IMMEDIATE_LOSSLESS_GENERIC_REGION = 39;

/**
 * JBIG2 (ITU-T T.88) of one page as PDF embeds it: without file header and end segments. One lossless
 * generic region: every pixel is coded itself, no symbol ever stands for another.
 */
export function encodeJbig2(image: BilevelImage): Bytes {
  const { bytes, widthPx, heightPx } = image;
  if (widthPx < 1 || heightPx < 1 || bytes.length < Math.ceil(widthPx / 8) * heightPx) {
    throw new RangeError('The picture has fewer rows than it should');
  }
  const size = [...uint32(widthPx), ...uint32(heightPx)];
  // Resolution unknown; lossless, white paper; no stripes.
  const page = Uint8Array.from([...size, ...uint32(0), ...uint32(0), 1, 0, 0]);
  // At the page's corner; template 0 with typical prediction and its usual adaptive pixels.
  const head = [...size, ...uint32(0), ...uint32(0), 0, 0b1000, ...adaptivePixels];
  const region = concatBytes(Uint8Array.from(head), encodeGenericRegion(image));
  return concatBytes(
    segment(0, PAGE_INFORMATION, page),
    segment(1, IMMEDIATE_LOSSLESS_GENERIC_REGION, region),
  );
}

/** §6.2.5.4: (3, -1), (-3, -1), (2, -2), (-2, -2). */
const adaptivePixels = [3, 0xff, 0xfd, 0xff, 2, 0xfe, 0xfe, 0xfe];

/** §7.2: refers to no other segment and belongs to page 1. */
function segment(number: number, type: number, data: Uint8Array): Bytes {
  const head = [...uint32(number), type, 0, 1, ...uint32(data.length)];
  return concatBytes(Uint8Array.from(head), data);
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** Figure 8: the context in which template 0 says whether a row is the same as the one above. */
const TYPICAL_CONTEXT = 0x9b25;
/** White octets on both sides of each row, so that a context never reaches outside. */
const MARGIN = 2;

/** §6.2.5 with template 0 and TPGDON. */
function encodeGenericRegion({ bytes, widthPx, heightPx }: BilevelImage): Bytes {
  const encoder = new MqEncoder(1 << 16);
  const rowBytes = Math.ceil(widthPx / 8);
  const padding = rowBytes * 8 - widthPx;
  const emptyRow = () => new Uint8Array(rowBytes + 2 * MARGIN);
  let [row, above, twoAbove] = [emptyRow(), emptyRow(), emptyRow()];
  let wasTypical = false;
  for (let y = 0; y < heightPx; y++) {
    row.set(bytes.subarray(y * rowBytes, (y + 1) * rowBytes), MARGIN);
    const last = MARGIN + rowBytes - 1;
    row[last] = ((row[last] ?? 0) >> padding) << padding;

    const isTypical = areEqual(row, above);
    encoder.encode(TYPICAL_CONTEXT, isTypical === wasTypical ? 0 : 1);
    wasTypical = isTypical;
    if (!isTypical) encodeRow(encoder, row, above, twoAbove, widthPx);
    [row, above, twoAbove] = [twoAbove, row, above];
  }
  return encoder.finish();
}

/**
 * The context of figure 3 with the usual adaptive pixels, nearest pixel lowest: four to the left,
 * seven of the row above, five of the one above that.
 */
function encodeRow(
  encoder: MqEncoder,
  row: Uint8Array,
  above: Uint8Array,
  twoAbove: Uint8Array,
  widthPx: number,
): void {
  let left = 0;
  for (let x = 0; x < widthPx; x += 8) {
    const at = MARGIN + (x >> 3);
    const octet = row[at] ?? 0;
    // Sixteen pixels from eight to the left of x on, then eight more.
    const near = around(above, at);
    const far = around(twoAbove, at);
    const pixels = Math.min(8, widthPx - x);
    if ((octet | left | (near & 0x7ffe0) | (far & 0x3ffc0)) === 0) {
      encoder.encodeZeros(0, pixels);
      continue;
    }
    for (let pixel = 0; pixel < pixels; pixel++) {
      const context =
        (((far >> (13 - pixel)) & 0x1f) << 11) | (((near >> (12 - pixel)) & 0x7f) << 4) | left;
      const bit = (octet >> (7 - pixel)) & 1;
      encoder.encode(context, bit);
      left = ((left << 1) | bit) & 0xf;
    }
  }
}

/** The octet with its neighbours on both sides. */
function around(row: Uint8Array, at: number): number {
  return ((row[at - 1] ?? 0) << 16) | ((row[at] ?? 0) << 8) | (row[at + 1] ?? 0);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
