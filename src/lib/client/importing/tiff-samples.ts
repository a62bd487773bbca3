import UTIF from 'utif2';
import { AppError } from '#lib/domain/app-error.ts';
import { type Directory, number, PHOTOMETRIC, TAG } from './tiff-directory.ts';

/** `rows` as PNG has them: 1 = white. Samples of sixteen bits keep their upper eight. */
export type Samples =
  | { kind: 'bilevel'; rows: Uint8Array }
  | { kind: 'grey'; rows: Uint8Array }
  | { kind: 'colour'; rgba: Uint8Array };

/** Depths of colour that are shown right; scanners write eight or sixteen. */
const COLOUR_BITS: Readonly<Record<number, readonly number[]>> = {
  [PHOTOMETRIC.rgb]: [8, 16],
  [PHOTOMETRIC.palette]: [1, 2, 4, 8],
  [PHOTOMETRIC.yCbCr]: [8],
};

/** The samples of a decoded page. Throws `FILE_TYPE_UNSUPPORTED` for others than those above. */
export function samplesOf(page: Directory): Samples {
  const bits = number(page, TAG.bitsPerSample) ?? 1;
  const samples = number(page, TAG.samplesPerPixel) ?? 1;
  const photometric = number(page, TAG.photometric) ?? PHOTOMETRIC.blackIsZero;
  const isInverted = photometric === PHOTOMETRIC.whiteIsZero;
  if (isInverted || photometric === PHOTOMETRIC.blackIsZero) {
    if (bits === 1 && samples === 1) return { kind: 'bilevel', rows: bitRows(page, isInverted) };
    if ([2, 4, 8, 16].includes(bits)) {
      return { kind: 'grey', rows: greyRows(page, bits, samples, isInverted) };
    }
  } else if (photometric === PHOTOMETRIC.cmyk && bits === 8 && samples >= 4) {
    return { kind: 'colour', rgba: fromCmyk(page, samples) };
  } else if (COLOUR_BITS[photometric]?.includes(bits)) {
    return { kind: 'colour', rgba: onPaper(UTIF.toRGBA8(page)) };
  }
  throw new AppError('FILE_TYPE_UNSUPPORTED', { bits });
}

function bitRows({ data, width, height }: Directory, isInverted: boolean): Uint8Array {
  const rows = data.subarray(0, Math.ceil(width / 8) * height);
  return isInverted ? rows.map((octet) => octet ^ 0xff) : rows.slice();
}

/** One octet per pixel; further samples (transparency) are left out. */
function greyRows(
  { data, width, height }: Directory,
  bits: number,
  samples: number,
  isInverted: boolean,
): Uint8Array {
  const rows = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * samples * bits) / 8);
  const most = 2 ** Math.min(bits, 8) - 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bit = x * samples * bits;
      // Sixteen bits stand with their lower octet first, whatever the file's own order was.
      const octet = data[y * rowBytes + (bit >> 3) + (bits === 16 ? 1 : 0)] ?? 0;
      const value = bits < 8 ? (octet >> (8 - bits - (bit & 7))) & most : octet;
      const grey = Math.round((value * 255) / most);
      rows[y * width + x] = isInverted ? 255 - grey : grey;
    }
  }
  return rows;
}

function fromCmyk({ data, width, height }: Directory, samples: number): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * samples;
    const white = 255 - (data[from + 3] ?? 0);
    for (let ink = 0; ink < 3; ink += 1) {
      rgba[pixel * 4 + ink] = Math.round(((255 - (data[from + ink] ?? 0)) * white) / 255);
    }
  }
  return rgba;
}

/** What is transparent shows the paper. */
function onPaper(rgba: Uint8Array): Uint8Array {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let ink = 0; ink < 3; ink += 1) {
      rgba[at + ink] = Math.round(((rgba[at + ink] ?? 0) * alpha) / 255) + 255 - alpha;
    }
    rgba[at + 3] = 255;
  }
  return rgba;
}
