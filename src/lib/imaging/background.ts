import { createGreyImage, shrink, type GreyImage } from './grey-image.ts';

/** Paper darker than this is a dark border or a photograph, and not brightened further. */
const DARKEST_PAPER = 60;

/** Brightness of the paper per cell of `cell` × `cell` pixels, smoothed over the neighbours. */
export function estimateBackground(image: GreyImage, cell: number): GreyImage {
  const step = Math.max(1, Math.floor(cell / 8));
  const small = shrink(image, step);
  const perCell = cell / step;
  const width = Math.max(1, Math.ceil(image.width / cell));
  const height = Math.max(1, Math.ceil(image.height / cell));
  const cells = createGreyImage(width, height);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < height; row += 1) {
    const y0 = Math.floor(row * perCell);
    const y1 = Math.min(small.height, Math.max(y0 + 1, Math.floor((row + 1) * perCell)));
    for (let column = 0; column < width; column += 1) {
      const x0 = Math.floor(column * perCell);
      const x1 = Math.min(small.width, Math.max(x0 + 1, Math.floor((column + 1) * perCell)));
      histogram.fill(0);
      let count = 0;
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0; x < x1; x += 1) {
          const value = small.data[y * small.width + x] ?? 255;
          histogram[value] = (histogram[value] ?? 0) + 1;
          count += 1;
        }
      }
      cells.data[row * width + column] = count === 0 ? 255 : percentile(histogram, count, 0.8);
    }
  }
  return smooth(brightest(cells));
}

function percentile(histogram: Uint32Array, count: number, share: number): number {
  let rest = count * (1 - share);
  for (let value = 255; value > 0; value -= 1) {
    rest -= histogram[value] ?? 0;
    if (rest <= 0) return value;
  }
  return 0;
}

/** Bold headings and table rules may fill a whole cell: the paper shows in its neighbours. */
function brightest(cells: GreyImage): GreyImage {
  return overNeighbours(cells, 1, (values) => Math.max(...values));
}

function smooth(cells: GreyImage): GreyImage {
  return overNeighbours(cells, 1, (values) =>
    Math.max(DARKEST_PAPER, values.reduce((sum, value) => sum + value, 0) / values.length),
  );
}

function overNeighbours(
  cells: GreyImage,
  reach: number,
  combine: (values: number[]) => number,
): GreyImage {
  const result = createGreyImage(cells.width, cells.height);
  for (let y = 0; y < cells.height; y += 1) {
    for (let x = 0; x < cells.width; x += 1) {
      const values: number[] = [];
      for (let ny = Math.max(0, y - reach); ny <= Math.min(cells.height - 1, y + reach); ny += 1) {
        for (let nx = Math.max(0, x - reach); nx <= Math.min(cells.width - 1, x + reach); nx += 1) {
          values.push(cells.data[ny * cells.width + nx] ?? 255);
        }
      }
      result.data[y * cells.width + x] = combine(values);
    }
  }
  return result;
}
