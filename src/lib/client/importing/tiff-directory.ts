import type UTIF from 'utif2';

/** One page of a TIFF by its tags, as UTIF reads them; `data` holds the samples once decoded. */
export type Directory = ReturnType<typeof UTIF.decode>[number];

export const TAG = {
  subfileType: 't254',
  width: 't256',
  height: 't257',
  bitsPerSample: 't258',
  compression: 't259',
  photometric: 't262',
  fillOrder: 't266',
  stripOffsets: 't273',
  orientation: 't274',
  samplesPerPixel: 't277',
  stripByteCounts: 't279',
  xResolution: 't282',
  planarConfiguration: 't284',
  resolutionUnit: 't296',
  tileOffsets: 't324',
  tileByteCounts: 't325',
} as const;

/** PhotometricInterpretation of TIFF 6.0. */
export const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  cmyk: 5,
  yCbCr: 6,
} as const;

export const COMPRESSION = {
  none: 1,
  huffman: 2,
  g3: 3,
  g4: 4,
  lzw: 5,
  oldJpeg: 6,
  jpeg: 7,
  deflate: 8,
  packBits: 32773,
  adobeDeflate: 32946,
} as const;

export function number(page: Directory, tag: string): number | undefined {
  return numbers(page, tag)?.[0];
}

export function numbers(page: Directory, tag: string): number[] | undefined {
  const value = page[tag];
  if (!Array.isArray(value)) return undefined;
  return value.filter((each): each is number => typeof each === 'number');
}

/** A RATIONAL, which stands as numerator and denominator. */
export function ratio(page: Directory, tag: string): number | null {
  const value = page[tag];
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  if (typeof first === 'number') return first;
  if (!Array.isArray(first)) return null;
  const [numerator, denominator]: unknown[] = first;
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return null;
  return denominator === 0 ? null : numerator / denominator;
}
