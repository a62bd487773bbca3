import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePlainTiff, type PlainTiff } from '#fixtures/formats/plain-tiff.ts';
import { writeTiff } from '#fixtures/formats/tiff.ts';
import { TiffPages, type TiffPage } from './tiff-pages.ts';

const WIDTH = 203;
const HEIGHT = 157;
const kinds = ['bilevel', 'grey', 'colour'] as const;
type Kind = (typeof kinds)[number];

/** Red, green and blue of a pixel as each kind of file has it. */
function pixelOf(kind: Kind, x: number, y: number): number[] {
  if (kind === 'colour') return [x, y, (x + y) >> 1];
  const isInk = (x * 7 + y * 3) % 31 < 9;
  const grey = kind === 'grey' ? (x + y) >> 1 : isInk ? 0 : 255;
  return [grey, grey, grey];
}

function samplesOf(kind: Kind): Uint8Array {
  if (kind === 'bilevel') {
    const rowBytes = Math.ceil(WIDTH / 8);
    const bits = new Uint8Array(rowBytes * HEIGHT);
    eachPixel((x, y) => {
      if (pixelOf(kind, x, y)[0] !== 255) return;
      const at = y * rowBytes + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    });
    return bits;
  }
  const samples: number[] = [];
  eachPixel((x, y) => samples.push(...pixelOf(kind, x, y).slice(0, kind === 'grey' ? 1 : 3)));
  return Uint8Array.from(samples);
}

function eachPixel(visit: (x: number, y: number) => void): void {
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) visit(x, y);
}

function shownAt(page: TiffPage, x: number, y: number): number[] {
  const at = y * page.widthPx + x;
  if (page.kind === 'colour') return [...page.rgba.subarray(at * 4, at * 4 + 3)];
  if (page.kind === 'grey') return Array<number>(3).fill(page.rows[at] ?? -1);
  const octet = page.rows[y * Math.ceil(page.widthPx / 8) + (x >> 3)] ?? 0;
  return Array<number>(3).fill(((octet >> (7 - (x & 7))) & 1) * 255);
}

/** The mean difference of a sample from what was written. */
function differenceFrom(kind: Kind, page: TiffPage): number {
  let sum = 0;
  eachPixel((x, y) => {
    const wanted = pixelOf(kind, x, y);
    const shown = shownAt(page, x, y);
    wanted.forEach((value, place) => (sum += Math.abs(value - (shown[place] ?? -1))));
  });
  return sum / (WIDTH * HEIGHT * 3);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiff-'));
  for (const kind of kinds) {
    const page = { width: WIDTH, height: HEIGHT, dpi: 300, colour: kind, samples: samplesOf(kind) };
    writeFileSync(join(folder, `${kind}.tif`), writeTiff([page]));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writtenByLibtiff(kind: Kind, options: readonly string[]): Uint8Array<ArrayBuffer> {
  const made = join(folder, 'made.tif');
  rmSync(made, { force: true });
  execFileSync('tiffcp', [...options, join(folder, `${kind}.tif`), made], { stdio: 'pipe' });
  return Uint8Array.from(readFileSync(made));
}

const layouts = {
  strips: [],
  'one strip of ten rows after the other': ['-r', '10'],
  tiles: ['-t', '-w', '64', '-l', '64'],
  'separate planes': ['-p', 'separate'],
  'bits backwards': ['-f', 'lsb2msb'],
  'big-endian': ['-B'],
} as const;
const lossless: Record<Kind, readonly string[]> = {
  bilevel: ['none', 'g3:1d', 'g3:2d', 'g4', 'lzw', 'packbits', 'zip'],
  grey: ['none', 'lzw', 'lzw:2', 'packbits', 'zip', 'zip:2'],
  colour: ['none', 'lzw', 'lzw:2', 'packbits', 'zip', 'zip:2'],
};

describe.each(kinds)('a %s page that libtiff wrote', (kind) => {
  // Libtiff writes planes of whole octets only.
  const possible = Object.entries(layouts).filter(
    ([layout]) => kind !== 'bilevel' || layout !== 'separate planes',
  );
  test.each(possible)('in %s is read without loss from every coding', (layout, options) => {
    for (const coding of lossless[kind]) {
      // Faxes go by strips.
      if (layout === 'tiles' && coding.startsWith('g')) continue;
      const page = new TiffPages(writtenByLibtiff(kind, ['-c', coding, ...options])).decode(0);
      expect({ coding, kind: page.kind, dpi: page.dpi }).toEqual({ coding, kind, dpi: 300 });
      expect({ coding, difference: differenceFrom(kind, page) }).toEqual({ coding, difference: 0 });
    }
  });
});

test.each(['grey', 'colour'] as const)('a %s page as JPEG inside the TIFF is read', (kind) => {
  for (const options of [[], layouts.tiles]) {
    const page = new TiffPages(writtenByLibtiff(kind, ['-c', 'jpeg', ...options])).decode(0);
    expect(page.kind).toBe(kind);
    expect(differenceFrom(kind, page)).toBeLessThan(3);
  }
});

test.each(['lzma', 'zstd', 'webp'])('a page in %s is refused, not shown white', (coding) => {
  const tiff = writtenByLibtiff('colour', ['-c', coding]);
  expect(() => new TiffPages(tiff)).toThrow(
    expect.objectContaining({ code: 'FILE_TYPE_UNSUPPORTED' }),
  );
});

const two = { width: 2, height: 1, samplesPerPixel: 1 };
const unusual: [string, PlainTiff, number[][]][] = [
  [
    '16 bits of grey',
    { ...two, bitsPerSample: 16, photometric: 1, samples: Uint8Array.of(0xff, 200, 0xff, 10) },
    [
      [200, 200, 200],
      [10, 10, 10],
    ],
  ],
  [
    '16 bits of grey, big-endian',
    {
      ...two,
      bitsPerSample: 16,
      photometric: 1,
      samples: Uint8Array.of(200, 0, 10, 0),
      isBigEndian: true,
    },
    [
      [200, 200, 200],
      [10, 10, 10],
    ],
  ],
  [
    '16 bits of colour',
    {
      ...two,
      samplesPerPixel: 3,
      bitsPerSample: 16,
      photometric: 2,
      samples: Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 250, 0, 251, 0, 252),
    },
    [
      [1, 2, 3],
      [250, 251, 252],
    ],
  ],
  [
    '4 bits of grey',
    { ...two, bitsPerSample: 4, photometric: 1, samples: Uint8Array.of(0x3f) },
    [
      [51, 51, 51],
      [255, 255, 255],
    ],
  ],
  [
    '4 bits of grey with white as zero',
    { ...two, bitsPerSample: 4, photometric: 0, samples: Uint8Array.of(0x3f) },
    [
      [204, 204, 204],
      [0, 0, 0],
    ],
  ],
  [
    'a palette',
    {
      ...two,
      bitsPerSample: 1,
      photometric: 3,
      samples: Uint8Array.of(0b0100_0000),
      colourMap: [0xff00, 0x1000, 0xee00, 0x2000, 0xdd00, 0x3000],
    },
    [
      [0xff, 0xee, 0xdd],
      [0x10, 0x20, 0x30],
    ],
  ],
  [
    'inks of a printer',
    {
      ...two,
      samplesPerPixel: 4,
      bitsPerSample: 8,
      photometric: 5,
      samples: Uint8Array.of(0, 0, 0, 0, 0, 255, 255, 0),
    },
    [
      [255, 255, 255],
      [255, 0, 0],
    ],
  ],
  [
    'transparency over paper',
    {
      ...two,
      samplesPerPixel: 4,
      bitsPerSample: 8,
      photometric: 2,
      samples: Uint8Array.of(0, 0, 0, 0, 9, 8, 7, 255),
    },
    [
      [255, 255, 255],
      [9, 8, 7],
    ],
  ],
];

test.each(unusual)('%s is shown in its colours', (_, written, [left, right]) => {
  const page = new TiffPages(writePlainTiff(written)).decode(0);
  expect([shownAt(page, 0, 0), shownAt(page, 1, 0)]).toEqual([left, right]);
});

test.each([0, 1, 72, 9600])('a resolution of %i is told as it stands, nonsense as none', (dpi) => {
  const page = { ...two, bitsPerSample: 8, photometric: 1, samples: Uint8Array.of(1, 2), dpi };
  expect(new TiffPages(writePlainTiff(page)).decode(0).dpi).toBe(dpi <= 1 ? null : dpi);
});
