import type { SKRSContext2D } from '@napi-rs/canvas';
import type { PixelImage } from '#fixtures/scanning/degrade.ts';
import type { Random } from '#fixtures/scanning/random.ts';

/** Two or four holes at the left edge of the upright sheet, dark where the lid shows. */
export function drawPunchHoles(context: SKRSContext2D, dpi: number, random: Random): void {
  const radius = (dpi / 25.4) * 2.9;
  const left = (dpi / 25.4) * random.between(10, 13);
  const middle = (dpi / 25.4) * 148;
  const count = random.pick([2, 4]);
  const tone = random.whole(8, 70);
  context.fillStyle = `rgb(${tone}, ${tone}, ${tone + 3})`;
  for (let hole = 0; hole < count; hole += 1) {
    const y = middle + (hole - (count - 1) / 2) * (dpi / 25.4) * 80;
    context.beginPath();
    context.arc(left, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Dust on the glass. */
export function drawDust(
  context: SKRSContext2D,
  width: number,
  height: number,
  random: Random,
): void {
  context.fillStyle = 'rgb(120, 118, 112)';
  for (let grain = 0; grain < 26; grain += 1) {
    context.beginPath();
    context.arc(
      random.between(0, width),
      random.between(0, height),
      random.between(0.6, 2),
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}

/** Print as 24 needles leave it: a cell of 1/180 inch that holds enough ink becomes one round dot. */
export function asDotMatrix(image: PixelImage, dpi: number, random: Random): void {
  const { data, width, height } = image;
  const cell = dpi / 180;
  const dots: [x: number, y: number][] = [];
  for (let cy = cell / 2; cy < height - 1; cy += cell) {
    for (let cx = cell / 2; cx < width - 1; cx += cell) {
      if (darkestPrint(image, cx, cy, cell / 2) < 130) dots.push([cx, cy]);
    }
  }
  for (let at = 0; at < data.length; at += 4) {
    const isPrint =
      (data[at] ?? 255) < 200 && Math.abs((data[at] ?? 255) - (data[at + 2] ?? 255)) < 30;
    if (isPrint) data.fill(255, at, at + 3);
  }
  const radius = cell * 0.62;
  const reach = Math.ceil(radius + 1);
  for (const [cx, cy] of dots) {
    const depth = random.between(120, 225);
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const x = Math.round(cx) + dx;
        const y = Math.round(cy) + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - cx, y - cy)));
        const at = (y * width + x) * 4;
        const value = Math.min(data[at] ?? 255, 255 - depth * cover);
        if (cover > 0) data.fill(value, at, at + 3);
      }
    }
  }
}

/** Darkest grey within `reach` of a point; coloured ink is no print. */
function darkestPrint({ data, width }: PixelImage, cx: number, cy: number, reach: number): number {
  let darkest = 255;
  for (let y = Math.floor(cy - reach + 0.5); y <= Math.floor(cy + reach); y += 1) {
    for (let x = Math.floor(cx - reach + 0.5); x <= Math.floor(cx + reach); x += 1) {
      const red = data[(y * width + x) * 4] ?? 255;
      const blue = data[(y * width + x) * 4 + 2] ?? 255;
      if (Math.abs(red - blue) < 30) darkest = Math.min(darkest, red);
    }
  }
  return darkest;
}

/** Every second line lost and the one above told twice: the coarse grade of fax, 98 lines per inch. */
export function asStandardFax(image: PixelImage): void {
  const stride = image.width * 4;
  for (let y = 1; y < image.height; y += 2) {
    image.data.copyWithin(y * stride, (y - 1) * stride, y * stride);
  }
}
