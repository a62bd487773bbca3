import type { Finding } from './preflight.ts';

const PAGE_INFORMATION = 48;
/** Pixels are coded themselves: generic regions of ITU-T T.88 §7.4.6, lossless or not. */
const genericRegions = new Set([36, 38, 39]);
/** Symbols, text, halftones and refinement can show another character than was scanned. */
const standIns = new Set([0, 4, 6, 7, 16, 20, 22, 23, 40, 42, 43]);

/** Clause 6.1.4.2 and the archive's own rule: an embedded page of generic regions only. */
export function* inspectJbig2(
  data: Uint8Array,
  size: { widthPx: number | null; heightPx: number | null },
  where: string,
): Generator<Finding> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (view.byteLength >= 4 && view.getUint32(0) === 0x974a4232) {
    yield `6.1.7: ${where} has a JBIG2 file header`;
    return;
  }
  let offset = 0;
  let hasPage = false;
  let hasRegion = false;
  while (offset + 11 <= data.length) {
    const type = (data[offset + 4] ?? 0) & 0x3f;
    const isReferring = (data[offset + 5] ?? 0) !== 0;
    const length = view.getUint32(offset + 7);
    const content = offset + 11;
    if (isReferring) yield `6.1.7: ${where} has a segment that needs others`;
    if (type === PAGE_INFORMATION) {
      hasPage = true;
      const isSame =
        view.getUint32(content) === size.widthPx && view.getUint32(content + 4) === size.heightPx;
      if (!isSame) yield `6.1.7: ${where} is of another size than its JBIG2 page`;
    } else if (standIns.has(type)) yield `6.1.7: ${where} has symbols or refinement (${type})`;
    else if (genericRegions.has(type)) hasRegion = true;
    else yield `6.1.7: ${where} has a segment of type ${type}`;
    offset = content + length;
  }
  if (!hasPage || !hasRegion || offset !== data.length)
    yield `6.1.7: ${where} is no whole JBIG2 page`;
}
