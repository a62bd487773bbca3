import { zlibSync } from 'fflate';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { opaquePng, penSignaturePng, sealPng } from '#fixtures/seals/signing-images.ts';
import { concatBytes, latin1 } from '#lib/pki/bytes.ts';
import { readPng } from './read-png.ts';
import { inspectSignatureImage, readSignatureImage } from './signature-image.ts';

const signature = penSignaturePng('Nguyễn Hoàng Phúc');
const seal = sealPng({ upper: 'SỞ TƯ PHÁP', lower: 'MINH HẢI AN' });

/** A chunk; the checksum is not what is tried here. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, content.length);
  return concatBytes(new Uint8Array(length.buffer), latin1(type), content, new Uint8Array(4));
}

type Drawn = { width: number; height: number; depth: number; colour: number; interlace?: number };

function pngOf(drawn: Drawn, rows: readonly number[][], more: Uint8Array[] = []): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, drawn.width);
  header.setUint32(4, drawn.height);
  header.setUint8(8, drawn.depth);
  header.setUint8(9, drawn.colour);
  header.setUint8(12, drawn.interlace ?? 0);
  const pixels = Uint8Array.from(rows.flatMap((row) => [0, ...row]));
  return concatBytes(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...more,
    chunk('IDAT', zlibSync(pixels)),
    chunk('IEND', new Uint8Array()),
  );
}

test('every filter of a real PNG gives the pixels that another program sees', async () => {
  const image = readPng(seal);
  const other = await loadImage(Buffer.from(seal));
  const context = createCanvas(other.width, other.height).getContext('2d');
  context.drawImage(other, 0, 0);
  const { data } = context.getImageData(0, 0, other.width, other.height);

  expect([image.widthPx, image.heightPx]).toEqual([other.width, other.height]);
  expect(Array.from(image.alpha)).toEqual(Array.from(data.filter((_, at) => at % 4 === 3)));
  let worst = 0;
  for (const [pixel, alpha] of image.alpha.entries()) {
    // The other program multiplies by the opacity and back, which costs thin ink its precision.
    if (alpha < 250) continue;
    worst = Math.max(worst, Math.abs((image.rgb[pixel * 3] ?? 0) - (data[pixel * 4] ?? 0)));
  }
  expect(worst).toBeLessThanOrEqual(2);
});

describe('the kinds of PNG', () => {
  test('a palette with transparency', () => {
    const png = pngOf(
      { width: 4, height: 1, depth: 2, colour: 3 },
      [[0b00011011]],
      [
        chunk('PLTE', Uint8Array.of(0, 0, 0, 10, 20, 200, 1, 2, 3, 4, 5, 6)),
        chunk('tRNS', Uint8Array.of(0, 255, 128)),
      ],
    );

    const image = readPng(png);

    expect([...image.alpha]).toEqual([0, 255, 128, 255]);
    expect([...image.rgb.subarray(3, 6)]).toEqual([10, 20, 200]);
  });

  test('grey with alpha', () => {
    const image = readPng(pngOf({ width: 2, height: 1, depth: 8, colour: 4 }, [[9, 0, 77, 200]]));

    expect([...image.alpha]).toEqual([0, 200]);
    expect([...image.rgb.subarray(3)]).toEqual([77, 77, 77]);
  });

  test('RGB with one transparent colour, and sixteen bits', () => {
    const rgb = pngOf(
      { width: 2, height: 1, depth: 8, colour: 2 },
      [[255, 255, 255, 1, 2, 3]],
      [chunk('tRNS', Uint8Array.of(0, 255, 0, 255, 0, 255))],
    );
    const deep = pngOf({ width: 1, height: 1, depth: 16, colour: 6 }, [
      [0x80, 0, 0xff, 0xff, 0, 0, 0x40, 0],
    ]);

    expect([...readPng(rgb).alpha]).toEqual([0, 255]);
    expect([...readPng(deep).rgb]).toEqual([128, 255, 0]);
    expect([...readPng(deep).alpha]).toEqual([64]);
  });

  test.each([
    ['an empty file', new Uint8Array(), 'FILE_EMPTY'],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff), 'FILE_NOT_AN_IMAGE'],
    ['a file that is cut off', seal.subarray(0, seal.length - 20), 'FILE_TRUNCATED'],
    [
      'an interlaced one',
      pngOf({ width: 1, height: 1, depth: 8, colour: 6, interlace: 1 }, [[0, 0, 0, 0]]),
      'FILE_TYPE_UNSUPPORTED',
    ],
    [
      'one that promises a million rows',
      pngOf({ width: 1_000_000, height: 1_000_000, depth: 8, colour: 6 }, [[0]]),
      'IMAGE_TOO_LARGE',
    ],
    [
      'one with fewer rows than promised',
      pngOf({ width: 2, height: 900, depth: 8, colour: 6 }, [[0, 0, 0, 0, 0, 0, 0, 0]]),
      'FILE_TRUNCATED',
    ],
  ])('%s is refused', (_, bytes, code) => {
    expect(() => readPng(bytes)).toThrow(expect.objectContaining({ code }));
  });
});

describe('an image for the paper', () => {
  test('is cut to its ink, so that the seal has its real size', () => {
    const whole = readPng(signature);
    const cut = readSignatureImage(signature);

    expect(cut.widthPx).toBeLessThan(whole.widthPx);
    const column = (x: number) =>
      Array.from({ length: cut.heightPx }, (_, y) => cut.alpha[y * cut.widthPx + x] ?? 0);
    expect(Math.max(...column(0))).toBeGreaterThan(20);
    expect(Math.max(...column(cut.widthPx - 1))).toBeGreaterThan(20);
  });

  test('must be transparent around the ink', () => {
    expect(() => readSignatureImage(opaquePng())).toThrow(
      expect.objectContaining({ code: 'IMAGE_NOT_TRANSPARENT' }),
    );
    const clear = pngOf({ width: 1, height: 2, depth: 8, colour: 6 }, [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(() => readSignatureImage(clear)).toThrow(
      expect.objectContaining({ code: 'IMAGE_NOT_TRANSPARENT' }),
    );
  });

  test('is blue for a signature and red and round for a seal, or the office hears of it', () => {
    expect(inspectSignatureImage(signature, 'signature').findings).toEqual([]);
    expect(inspectSignatureImage(seal, 'seal').findings).toEqual([]);
    expect(inspectSignatureImage(seal, 'signature').findings).toEqual(['not-blue']);
    expect(inspectSignatureImage(signature, 'seal').findings).toEqual(['not-red', 'not-round']);
  });
});
