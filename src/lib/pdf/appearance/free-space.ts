import type { UprightRectangle } from '../signing/page-placement.ts';

/** Points of one cell: finer than anybody sees, coarse enough to search a whole page at once. */
const CELL_PT = 2;
/** Kept free around what is there, and along the edges of the page. */
const CLEARANCE_PT = 2;
const EDGE_PT = 6;

/** Which parts of a page are taken, so that free places are found quickly. */
export class FreeSpace {
  readonly #columns: number;
  readonly #rows: number;
  readonly #page: { widthPt: number; heightPt: number };
  /** Taken cells left of and below each corner. */
  readonly #sums: Uint32Array;

  constructor(page: { widthPt: number; heightPt: number }, taken: readonly UprightRectangle[]) {
    this.#page = page;
    this.#columns = Math.ceil(page.widthPt / CELL_PT);
    this.#rows = Math.ceil(page.heightPt / CELL_PT);
    const stride = this.#columns + 1;
    this.#sums = new Uint32Array(stride * (this.#rows + 1));
    for (const rectangle of taken) this.#fill(rectangle, stride);
    for (let row = 1; row <= this.#rows; row++) {
      let across = 0;
      for (let column = 1; column <= this.#columns; column++) {
        const at = row * stride + column;
        across += this.#sums[at] ?? 0;
        this.#sums[at] = across + (this.#sums[at - stride] ?? 0);
      }
    }
  }

  isFree(place: UprightRectangle): boolean {
    const { left, bottom, right, top } = this.#cells(place, CLEARANCE_PT);
    const stride = this.#columns + 1;
    const sum = (row: number, column: number) => this.#sums[row * stride + column] ?? 0;
    return sum(top, right) - sum(bottom, right) - sum(top, left) + sum(bottom, left) === 0;
  }

  /** The free place of this size with the lowest cost, or null; costs are those of its position. */
  nearest(
    wanted: UprightRectangle,
    cost: (place: UprightRectangle) => number,
  ): UprightRectangle | null {
    const { widthPt, heightPt } = this.#page;
    let best: UprightRectangle | null = null;
    let lowest = Infinity;
    const step = CELL_PT * 2;
    for (let y = EDGE_PT; y + wanted.height <= heightPt - EDGE_PT; y += step) {
      for (let x = EDGE_PT; x + wanted.width <= widthPt - EDGE_PT; x += step) {
        const place = { ...wanted, x, y };
        const price = cost(place);
        if (price < lowest && this.isFree(place)) {
          best = place;
          lowest = price;
        }
      }
    }
    return best;
  }

  #fill(rectangle: UprightRectangle, stride: number): void {
    const { left, bottom, right, top } = this.#cells(rectangle, 0);
    for (let row = bottom; row < top; row++) {
      this.#sums.fill(1, (row + 1) * stride + left + 1, (row + 1) * stride + right + 1);
    }
  }

  #cells(
    { x, y, width, height }: UprightRectangle,
    margin: number,
  ): { left: number; bottom: number; right: number; top: number } {
    const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
    return {
      left: within(Math.floor((x - margin) / CELL_PT), this.#columns),
      bottom: within(Math.floor((y - margin) / CELL_PT), this.#rows),
      right: within(Math.ceil((x + width + margin) / CELL_PT), this.#columns),
      top: within(Math.ceil((y + height + margin) / CELL_PT), this.#rows),
    };
  }
}
