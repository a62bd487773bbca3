/** One byte per pixel, row by row from the top; 0 is black, 255 is white. */
export type GreyImage = { width: number; height: number; data: Uint8Array };

export function createGreyImage(width: number, height: number, fill = 255): GreyImage {
  return { width, height, data: new Uint8Array(width * height).fill(fill) };
}

/**
 * Which ink shows in a grey image. `without-red`: the red channel, in which black and blue ink stay
 * dark while a red seal fades into the paper. `black-only`: the brightest channel, in which the
 * strokes of a blue pen fade as well.
 */
export type InkChoice = 'without-red' | 'black-only';

/** Mean distance between the channels from which an image has colours. */
const LEAST_TINT = 0.5;

/** Grey image for recognition out of RGBA pixels; transparency shows white paper. */
export function toGrey(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  ink: InkChoice = 'without-red',
): GreyImage {
  const grey = createGreyImage(width, height);
  writeGreyRows(grey, 0, rgba, ink);
  return grey;
}

/** Same as `toGrey` for a band of rows, so that a large page never stands in memory twice. */
export function writeGreyRows(
  target: GreyImage,
  firstRow: number,
  rgba: Uint8ClampedArray,
  ink: InkChoice = 'without-red',
): void {
  const offset = firstRow * target.width;
  const count = Math.min(rgba.length >> 2, target.data.length - offset);
  const isBlackOnly = ink === 'black-only';
  // One word per pixel, red in its lowest byte: every machine that browsers run on is little-endian.
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, count);
  const { data } = target;
  for (let i = 0; i < count; i += 1) {
    const word = words[i] ?? 0;
    let value = word & 255;
    if (isBlackOnly) value = Math.max(value, (word >> 8) & 255, (word >> 16) & 255);
    const alpha = word >>> 24;
    data[offset + i] = alpha === 255 ? value : 255 - ((255 - value) * alpha) / 255;
  }
}

/**
 * Whether pixels come from a scan in colour: even white paper has a tint there. Looks at every
 * sixteenth pixel.
 */
export function hasColour(rgba: Uint8ClampedArray): boolean {
  let tints = 0;
  let count = 0;
  for (let i = 0; i + 2 < rgba.length; i += 64) {
    const [red, green, blue] = [rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0];
    tints += Math.max(red, green, blue) - Math.min(red, green, blue);
    count += 1;
  }
  return tints > count * LEAST_TINT;
}

/** Mean of blocks of `factor` × `factor` pixels; a rest at the right and lower edge is dropped. */
export function shrink(image: GreyImage, factor: number): GreyImage {
  if (factor <= 1) return image;
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const result = createGreyImage(width, height);
  if (factor === 3 && image.width >= 3 && image.height >= 3) return shrinkToThird(image, result);
  const span = Math.min(factor, image.width);
  const rows = Math.min(factor, image.height);
  const area = span * rows;
  const { data } = image;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 1) {
      let sum = 0;
      let from = y * factor * image.width + x * factor;
      for (let dy = 0; dy < rows; dy += 1, from += image.width) {
        for (let dx = 0; dx < span; dx += 1) sum += data[from + dx] ?? 255;
      }
      result.data[to] = sum / area;
    }
  }
  return result;
}

/** What an A4 page at 300 dpi needs, without the inner loops: three times as fast. */
function shrinkToThird({ width, data }: GreyImage, result: GreyImage): GreyImage {
  let to = 0;
  for (let y = 0; y < result.height; y += 1) {
    let i = 3 * y * width;
    for (let x = 0; x < result.width; x += 1, i += 3, to += 1) {
      const j = i + width;
      const k = j + width;
      const upper = (data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + 2] ?? 255);
      const middle = (data[j] ?? 255) + (data[j + 1] ?? 255) + (data[j + 2] ?? 255);
      const lower = (data[k] ?? 255) + (data[k + 1] ?? 255) + (data[k + 2] ?? 255);
      result.data[to] = (upper + middle + lower) / 9;
    }
  }
  return result;
}
