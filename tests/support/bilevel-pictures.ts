import type { BilevelImage } from '#lib/pdf/images/bilevel-image.ts';
import { renderPage, type PageDamage } from './rendered-page.ts';

/** Black where `isBlack` says so. */
export function drawBilevel(
  widthPx: number,
  heightPx: number,
  isBlack: (x: number, y: number) => boolean,
): BilevelImage {
  const rowBytes = Math.ceil(widthPx / 8);
  const bytes = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (!isBlack(x, y)) continue;
      const at = y * rowBytes + (x >> 3);
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { bytes, widthPx, heightPx };
}

/** Black pixels strewn at random, the same ones each time. */
export function speckles(widthPx: number, heightPx: number, share: number): BilevelImage {
  let state = 0x9e3779b9;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return drawBilevel(widthPx, heightPx, () => random() < share);
}

/** A page of print as a scanner gives it in black and white. */
export function printedBilevel(damage: PageDamage, dpi: number): BilevelImage {
  const { rgba, width, height } = renderPage(damage, dpi);
  return drawBilevel(width, height, (x, y) => (rgba[(y * width + x) * 4] ?? 255) < 128);
}
