export type ExifFacts = {
  /** Dots per inch; null when the block does not say. */
  dpi: number | null;
  /** 1 (as stored) to 8 (CIPA DC-008 §4.6.5). */
  orientation: number;
};

const nothing: ExifFacts = { dpi: null, orientation: 1 };

/**
 * Tags 0x0112 orientation, 0x011a x resolution and 0x0128 unit of the first directory. `block` is the
 * TIFF structure of a JPEG's APP1 or a PNG's eXIf; what cannot be read counts as not said.
 */
export function readExif(block: Uint8Array): ExifFacts {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (view.byteLength < 8) return nothing;
  const isLittle = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > view.byteLength) return nothing;
  const count = view.getUint16(directory, isLittle);
  let resolution: number | null = null;
  let unit = 2;
  let orientation = 1;
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > view.byteLength) break;
    const tag = view.getUint16(entry, isLittle);
    const short = view.getUint16(entry + 8, isLittle);
    if (tag === 0x0112 && short >= 1 && short <= 8) orientation = short;
    if (tag === 0x0128) unit = short;
    if (tag === 0x011a) {
      resolution = readRational(view, view.getUint32(entry + 8, isLittle), isLittle);
    }
  }
  return {
    dpi: resolution === null ? null : dotsPerInch(unit === 3 ? 'cm' : 'inch', resolution),
    orientation,
  };
}

/** `null` for what is no density but an aspect ratio or nonsense. */
export function dotsPerInch(unit: 'inch' | 'cm', density: number): number | null {
  if (density < 10) return null;
  return unit === 'inch' ? density : Math.round(density * 2.54);
}

function readRational(view: DataView, offset: number, isLittle: boolean): number | null {
  if (offset + 8 > view.byteLength) return null;
  const denominator = view.getUint32(offset + 4, isLittle);
  return denominator === 0 ? null : Math.round(view.getUint32(offset, isLittle) / denominator);
}
