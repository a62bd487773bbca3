import type { PageImage } from '#lib/pdf/searchable-pdf.ts';

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
