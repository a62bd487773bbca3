import { concatBytes, latin1, type Bytes } from '#lib/pki/bytes.ts';

/** An ICC version 2 display profile of sRGB (IEC 61966-2-1), made from its numbers. */
export function srgbProfile(): Bytes {
  const curve = toneCurve();
  return buildProfile({ deviceClass: 'mntr', colorSpace: 'RGB ', connection: 'XYZ ' }, [
    ['desc', description('sRGB IEC61966-2-1')],
    ['cprt', text('Public domain')],
    ['wtpt', xyz(0.95045, 1, 1.08905)],
    // Primaries adapted to D50 by Bradford.
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]);
}

/**
 * An ICC version 2 input profile for CMYK scans that come without one: the plain model in which
 * each ink takes away its own part of the light, tabulated at the sixteen full mixtures.
 */
export function plainCmykProfile(): Bytes {
  const grid = Array.from({ length: 16 }, (_, mixture) => {
    const [cyan, magenta, yellow, black] = [8, 4, 2, 1].map((bit) => (mixture & bit ? 1 : 0));
    const light = [cyan, magenta, yellow].map((ink) => (1 - (ink ?? 0)) * (1 - (black ?? 0)));
    return encodeLab(light);
  }).flat();
  return buildProfile({ deviceClass: 'scnr', colorSpace: 'CMYK', connection: 'Lab ' }, [
    ['desc', description('Plain CMYK')],
    ['cprt', text('Public domain')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['A2B0', lookupTable(grid)],
  ]);
}

type Tag = readonly [signature: string, data: Bytes];

function buildProfile(
  kind: { deviceClass: string; colorSpace: string; connection: string },
  tags: readonly Tag[],
): Bytes {
  const directoryEnd = 128 + 4 + tags.length * 12;
  const unique = [...new Set(tags.map(([, data]) => data))];
  const offsets = new Map<Bytes, number>();
  let end = directoryEnd;
  for (const data of unique) {
    offsets.set(data, end);
    end += data.length;
  }
  const head = new Uint8Array(directoryEnd);
  const view = new DataView(head.buffer);
  view.setUint32(0, end);
  view.setUint32(8, 0x02100000);
  head.set(latin1(kind.deviceClass + kind.colorSpace + kind.connection), 12);
  for (const [index, value] of [2026, 1, 1, 0, 0, 0].entries()) {
    view.setUint16(24 + index * 2, value);
  }
  head.set(latin1('acsp'), 36);
  writeFixed(view, 68, [0.9642, 1, 0.8249]);
  view.setUint32(128, tags.length);
  for (const [index, [signature, data]] of tags.entries()) {
    const at = 132 + index * 12;
    head.set(latin1(signature), at);
    view.setUint32(at + 4, offsets.get(data) ?? 0);
    view.setUint32(at + 8, data.length);
  }
  return concatBytes(head, ...unique);
}

/** Type signature, four reserved octets, contents; padded to four octets. */
function element(type: string, contents: Uint8Array): Bytes {
  const padding = new Uint8Array((4 - (contents.length % 4)) % 4);
  return concatBytes(latin1(type), new Uint8Array(4), contents, padding);
}

function text(value: string): Bytes {
  return element('text', latin1(`${value}\0`));
}

/** textDescriptionType: ASCII with its length, then empty Unicode and Macintosh forms. */
function description(value: string): Bytes {
  const ascii = latin1(`${value}\0`);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, ascii.length);
  return element('desc', concatBytes(length, ascii, new Uint8Array(4 + 4 + 2 + 1 + 67)));
}

function xyz(...values: readonly [number, number, number]): Bytes {
  const contents = new Uint8Array(12);
  writeFixed(new DataView(contents.buffer), 0, values);
  return element('XYZ ', contents);
}

/** s15Fixed16Number. */
function writeFixed(view: DataView, offset: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) {
    view.setInt32(offset + index * 4, Math.round(value * 65_536));
  }
}

/** Between these the straight line is off by less than a sixteen-bit step. */
const CURVE_POINTS = 256;

function toneCurve(): Bytes {
  const contents = new Uint8Array(4 + CURVE_POINTS * 2);
  const view = new DataView(contents.buffer);
  view.setUint32(0, CURVE_POINTS);
  for (let point = 0; point < CURVE_POINTS; point++) {
    const light = toLinear(point / (CURVE_POINTS - 1));
    view.setUint16(4 + point * 2, Math.round(light * 65_535));
  }
  return element('curv', contents);
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** lut8Type with two grid points per ink and straight input and output tables. */
function lookupTable(grid: readonly number[]): Bytes {
  const head = new Uint8Array(4 + 36);
  head.set([4, 3, 2, 0]);
  const view = new DataView(head.buffer);
  for (const diagonal of [0, 4, 8]) view.setInt32(4 + diagonal * 4, 65_536);
  const straight = Uint8Array.from({ length: 256 }, (_, index) => index);
  const inputs = concatBytes(straight, straight, straight, straight);
  const outputs = concatBytes(straight, straight, straight);
  return element('mft1', concatBytes(head, inputs, Uint8Array.from(grid), outputs));
}

/** Linear red, green, blue of full or no light → Lab of ICC version 2 in octets (D50). */
function encodeLab(light: readonly number[]): number[] {
  const [red = 0, green = 0, blue = 0] = light;
  const x = (0.43607 * red + 0.38515 * green + 0.14307 * blue) / 0.9642;
  const y = 0.22249 * red + 0.71687 * green + 0.06061 * blue;
  const z = (0.01392 * red + 0.09708 * green + 0.7141 * blue) / 0.8249;
  const [fx = 0, fy = 0, fz = 0] = [x, y, z].map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116,
  );
  const lab = [((116 * fy - 16) * 255) / 100, 500 * (fx - fy) + 128, 200 * (fy - fz) + 128];
  return lab.map((value) => Math.min(255, Math.max(0, Math.round(value))));
}
