import type { PixelImage } from '#fixtures/scanning/degrade.ts';
import type { Random } from '#fixtures/scanning/random.ts';

type Point = [x: number, y: number];

/** The sheet on a desk as a telephone sees it, a little from the side; light and noise come later. */
export function photograph(sheet: PixelImage, random: Random): PixelImage {
  const width = Math.round(sheet.width * 1.14);
  const height = Math.round(sheet.height * 1.1);
  const inset = (share: number, size: number) => size * (0.03 + random.between(0, share));
  const corners: [Point, Point, Point, Point] = [
    [inset(0.06, width), inset(0.04, height)],
    [width - inset(0.06, width), inset(0.04, height)],
    [width - inset(0.03, width), height - inset(0.03, height)],
    [inset(0.03, width), height - inset(0.03, height)],
  ];
  const toSheet = homography(corners, sheet.width, sheet.height);
  const desk = random.pick([
    [112, 84, 58],
    [70, 74, 80],
    [150, 140, 126],
  ] as const);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [u, v] = toSheet(x, y);
      data[at + 3] = 255;
      if (u < 0 || v < 0 || u >= sheet.width - 1 || v >= sheet.height - 1) {
        for (let channel = 0; channel < 3; channel += 1) data[at + channel] = desk[channel] ?? 0;
        continue;
      }
      sample(sheet, u, v, data, at);
    }
  }
  return { width, height, data };
}

/** Bilinear. */
function sample(
  { data, width }: PixelImage,
  u: number,
  v: number,
  into: Uint8ClampedArray,
  at: number,
): void {
  const x = u | 0;
  const y = v | 0;
  const fx = u - x;
  const fy = v - y;
  const from = (y * width + x) * 4;
  const below = from + width * 4;
  for (let channel = 0; channel < 3; channel += 1) {
    const top = (data[from + channel] ?? 0) * (1 - fx) + (data[from + 4 + channel] ?? 0) * fx;
    const bottom = (data[below + channel] ?? 0) * (1 - fx) + (data[below + 4 + channel] ?? 0) * fx;
    into[at + channel] = top * (1 - fy) + bottom * fy;
  }
}

/** From the picture to the sheet: the projective map that takes `corners` to the sheet's own. */
function homography(
  corners: [Point, Point, Point, Point],
  width: number,
  height: number,
): (x: number, y: number) => Point {
  const targets: Point[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const rows: number[][] = [];
  corners.forEach(([x, y], i) => {
    const [u, v] = targets[i] ?? [0, 0];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solve(rows);
  return (x, y) => {
    const w = g * x + h * y + 1;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
  };
}

/** Gauss–Jordan with pivoting; each row holds its right side last. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  const cell = (r: number, c: number) => rows[r]?.[c] ?? 0;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let r = column + 1; r < size; r += 1) {
      if (Math.abs(cell(r, column)) > Math.abs(cell(pivot, column))) pivot = r;
    }
    const pivotRow = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    rows[column] = pivotRow;
    for (let r = 0; r < size; r += 1) {
      if (r === column) continue;
      const factor = cell(r, column) / (pivotRow[column] ?? 1);
      const row = rows[r] ?? [];
      for (let c = column; c <= size; c += 1) row[c] = (row[c] ?? 0) - factor * (pivotRow[c] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
