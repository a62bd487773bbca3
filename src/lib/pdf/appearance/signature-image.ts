import { AppError } from '#lib/domain/app-error.ts';
import type { SigningImageKind } from '#lib/domain/signing-profile.ts';
import { readPng, type RgbaImage } from './read-png.ts';

/** Less opaque than this is the ground, not ink. */
const INK_ALPHA = 24;
/** A ground that is seen through takes at least this share of a picture of a signature or a seal. */
const LEAST_GROUND_SHARE = 0.08;

const known = new WeakMap<Uint8Array, RgbaImage>();

/**
 * The ink of a pen signature or a seal: a PNG with a transparent ground, cut to what is drawn, so
 * that the real size is that of the ink. The same bytes are read only once.
 *
 * Errors: `IMAGE_NOT_TRANSPARENT`, and those of `readPng`.
 */
export function readSignatureImage(bytes: Uint8Array): RgbaImage {
  const before = known.get(bytes);
  if (before) return before;
  const image = cutToInk(readPng(bytes));
  known.set(bytes, image);
  return image;
}

/** What an office should know about a picture that could be used all the same. */
export type SigningImageFinding =
  /** NĐ 30/2020 PL I asks for a blue signature, II.7d, and a red seal, II.8a. */
  | 'not-blue'
  | 'not-red'
  /** Fewer pixels than 150 to the inch at the size on paper. */
  | 'coarse'
  /** A seal that is no circle stands on the paper in another shape than the real one. */
  | 'not-round';

export type SigningImageFacts = {
  widthPx: number;
  heightPx: number;
  findings: SigningImageFinding[];
};

const LEAST_PX = { signature: 230, seal: 212 } as const satisfies Record<SigningImageKind, number>;

/** Errors: as `readSignatureImage`. */
export function inspectSignatureImage(
  bytes: Uint8Array,
  kind: SigningImageKind,
): SigningImageFacts {
  const image = readSignatureImage(bytes);
  const { widthPx, heightPx } = image;
  const [red, green, blue] = meanInk(image);
  const findings: SigningImageFinding[] = [];
  if (kind === 'signature' && !(blue > red * 1.15 && blue > green)) findings.push('not-blue');
  if (kind === 'seal' && !(red > blue * 1.3 && red > green * 1.3)) findings.push('not-red');
  if (Math.max(widthPx, heightPx) < LEAST_PX[kind]) findings.push('coarse');
  if (kind === 'seal' && Math.abs(widthPx / heightPx - 1) > 0.1) findings.push('not-round');
  return { widthPx, heightPx, findings };
}

function cutToInk(image: RgbaImage): RgbaImage {
  const { widthPx, heightPx, rgb, alpha } = image;
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1];
  let ground = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if ((alpha[y * widthPx + x] ?? 0) < INK_ALPHA) {
        ground++;
        continue;
      }
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const isOpaque = ground < widthPx * heightPx * LEAST_GROUND_SHARE;
  if (isOpaque || right < 0) throw new AppError('IMAGE_NOT_TRANSPARENT');
  const width = right - left + 1;
  const height = bottom - top + 1;
  const cut = {
    widthPx: width,
    heightPx: height,
    rgb: new Uint8Array(width * height * 3),
    alpha: new Uint8Array(width * height),
  };
  for (let y = 0; y < height; y++) {
    const from = (top + y) * widthPx + left;
    cut.rgb.set(rgb.subarray(from * 3, (from + width) * 3), y * width * 3);
    cut.alpha.set(alpha.subarray(from, from + width), y * width);
  }
  return cut;
}

/** Colour of the ink, each pixel by how opaque it is. */
function meanInk({ rgb, alpha }: RgbaImage): [red: number, green: number, blue: number] {
  let [red, green, blue, weight] = [0, 0, 0, 0];
  for (const [pixel, opacity] of alpha.entries()) {
    red += (rgb[pixel * 3] ?? 0) * opacity;
    green += (rgb[pixel * 3 + 1] ?? 0) * opacity;
    blue += (rgb[pixel * 3 + 2] ?? 0) * opacity;
    weight += opacity;
  }
  return [red / weight, green / weight, blue / weight];
}
