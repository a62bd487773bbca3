import { brokenPdf } from './pdf-error.ts';

export type PredictorParameters = {
  predictor: number;
  colors: number;
  bitsPerComponent: number;
  columns: number;
};

/** Undoes the prediction of ISO 32000-1 §7.4.4.4: none, TIFF with whole octets, or PNG. */
export function undoPredictor(data: Uint8Array, parameters: PredictorParameters): Uint8Array {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor === 1) return data;
  const pixelBytes = Math.max(1, Math.ceil((colors * bitsPerComponent) / 8));
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  if (!(rowBytes > 0 && rowBytes < 1 << 26)) throw brokenPdf('Unusable predictor parameters');
  if (predictor >= 10) return undoPng(data, rowBytes, pixelBytes);
  if (predictor === 2 && bitsPerComponent === 8) return undoTiff(data, rowBytes, colors);
  throw brokenPdf(`Predictor ${predictor} is not supported`);
}

function undoTiff(data: Uint8Array, rowBytes: number, colors: number): Uint8Array {
  const out = data.slice();
  for (let index = 0; index < out.length; index++) {
    if (index % rowBytes >= colors) out[index] = (out[index] ?? 0) + (out[index - colors] ?? 0);
  }
  return out;
}

function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1);
    const to = row * rowBytes;
    const type = data[from] ?? 0;
    for (let column = 0; column < rowBytes; column++) {
      const left = column < pixelBytes ? 0 : (out[to + column - pixelBytes] ?? 0);
      const up = row === 0 ? 0 : (out[to + column - rowBytes] ?? 0);
      const upLeft =
        row === 0 || column < pixelBytes ? 0 : (out[to + column - rowBytes - pixelBytes] ?? 0);
      const raw = data[from + 1 + column] ?? 0;
      out[to + column] = raw + predict(type, left, up, upLeft);
    }
  }
  return out;
}

function predict(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      throw brokenPdf(`PNG predictor ${type} does not exist`);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
