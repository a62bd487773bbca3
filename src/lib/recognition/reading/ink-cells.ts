/** Where a page bears ink, in square cells; for finding what the engine left out. */
export type InkCells = {
  width: number;
  height: number;
  /** Pixels of the page frame per cell. */
  cellPx: number;
  /** Row by row from the top: 1 for a cell with ink. */
  data: Uint8Array;
};

/** Side of a cell: a third of a small letter. */
const CELL_INCHES = 0.03;
const INK = 128;
/** Dark pixels that make a cell inked: a thin stroke across it. */
const LEAST_SHARE = 0.06;

/** The cells of a binary PGM with one byte per pixel, as `encodePgm` writes it; `null` for others. */
export function inkCells(pgm: Uint8Array, dpi: number): InkCells | null {
  const header = /^P5\n(\d+) (\d+)\n255\n/u.exec(String.fromCharCode(...pgm.subarray(0, 40)));
  if (!header) return null;
  const widthPx = Number(header[1]);
  const heightPx = Number(header[2]);
  const cellPx = Math.max(2, Math.round(dpi * CELL_INCHES));
  const width = Math.floor(widthPx / cellPx);
  const height = Math.floor(heightPx / cellPx);
  const data = new Uint8Array(width * height);
  const dark = new Uint16Array(width);
  for (let row = 0; row < height; row += 1) {
    dark.fill(0);
    for (let y = row * cellPx; y < (row + 1) * cellPx; y += 1) {
      let at = header[0].length + y * widthPx;
      for (let cell = 0; cell < width; cell += 1) {
        let count = 0;
        for (let i = 0; i < cellPx; i += 1, at += 1) if ((pgm[at] ?? 255) < INK) count += 1;
        dark[cell] = (dark[cell] ?? 0) + count;
      }
    }
    for (let cell = 0; cell < width; cell += 1) {
      if ((dark[cell] ?? 0) >= cellPx * cellPx * LEAST_SHARE) data[row * width + cell] = 1;
    }
  }
  return { width, height, cellPx, data };
}
