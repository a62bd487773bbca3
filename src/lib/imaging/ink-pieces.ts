import type { Box } from '#lib/domain/text-layer.ts';
import { DarkPixels } from './dark-pixels.ts';
import type { GreyImage } from './grey-image.ts';

export type InkPiece = { box: Box; /** Indices into the image's data. */ pixels: Int32Array };

/** Ink is what is darker than half; for images whose light is even. */
export function isInkAt(image: GreyImage, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height) return false;
  return (image.data[y * image.width + x] ?? 255) < 128;
}

/** Pieces of ink that hang together, also over corners. */
export function inkPieces(image: GreyImage): InkPiece[] {
  const { width, height } = image;
  const isOpen = new Uint8Array(width * height);
  const dark = new DarkPixels(image.data, 128);
  const end = isOpen.length;
  for (let i = dark.next(0, end); i < end; i = dark.next(i + 1, end)) isOpen[i] = 1;
  const queue = new Int32Array(isOpen.length);
  const pieces: InkPiece[] = [];
  for (let seed = isOpen.indexOf(1); seed >= 0; seed = isOpen.indexOf(1, seed + 1)) {
    let [left, right, top, bottom] = [width, 0, height, 0];
    let length = 1;
    queue[0] = seed;
    isOpen[seed] = 0;
    for (let i = 0; i < length; i += 1) {
      const at = queue[i] ?? 0;
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          const next = at + dy * width + dx;
          if (x + dx < 0 || x + dx >= width || isOpen[next] !== 1) continue;
          isOpen[next] = 0;
          queue[length] = next;
          length += 1;
        }
      }
    }
    const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
    pieces.push({ box, pixels: queue.slice(0, length) });
  }
  return pieces;
}
