import { describe, expect, test } from 'vitest';
import { plainText, type PageFrame, type Rotation } from '#lib/domain/text-layer.ts';
import type { EngineBlock } from './engine-output.ts';
import { recognizePage, type PageToRead, type ReadImage } from './recognize-page.ts';

const frame: PageFrame = {
  sourceWidthPx: 1654,
  sourceHeightPx: 2339,
  rotation: 0,
  skewDegrees: 0.5,
  dpi: 200,
};
const sure: PageToRead = { frame, orientationConfidence: 0.99 };
const unsure: PageToRead = { frame, orientationConfidence: 0.6 };

type Picture = { of: 'page' | 'strip' | 'line'; rotation: Rotation; variant: string };

/** Words at the same confidence on one line, as the engine tells them. */
function blocksOf(text: string, confidence: number, x = 200, y = 300): EngineBlock[] {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    confidence,
    bbox: { x0: x + i * 90, y0: y, x1: x + i * 90 + 80, y1: y + 28 },
  }));
  const bbox = { x0: x, y0: y, x1: x + words.length * 90, y1: y + 28 };
  return [{ paragraphs: [{ lines: [{ words, bbox, baseline: { ...bbox, y0: bbox.y1 } }] }] }];
}

const sentence =
  'Căn cứ Luật Du lịch ngày mười chín tháng sáu năm hai nghìn không trăm mười bảy '.repeat(2);
const print = blocksOf(sentence.trim(), 95);
const upsideDown = blocksOf('uıs !ỏq ɓuọ ~ıp', 35);

/** A scan that is legible only when turned by `rotation`; lists what was read of it. */
function scanOf(rotation: Rotation, confidence: Partial<Record<string, number>> = {}) {
  const pictures: Picture[] = [];
  const images = {
    page: async (at: PageFrame, variant: string): Promise<Picture> => ({
      of: 'page',
      rotation: at.rotation,
      variant,
    }),
    strip: async (at: PageFrame): Promise<Picture> => ({
      of: 'strip',
      rotation: at.rotation,
      variant: '',
    }),
    lines: async () => [],
  };
  const read: ReadImage<Picture> = async (picture) => {
    pictures.push(picture);
    if (picture.rotation !== rotation) return upsideDown;
    return confidence[picture.variant] === undefined
      ? print
      : blocksOf(sentence.trim(), confidence[picture.variant] ?? 0);
  };
  return { pictures, recognize: (page: PageToRead) => recognizePage(page, images, read) };
}

describe('which side is up', () => {
  test('a page that lies as the analysis says is read once', async () => {
    const scan = scanOf(0);

    const { frame: found, layer } = await scan.recognize(sure);

    expect(found).toEqual(frame);
    expect(plainText(layer)).toContain('Luật Du lịch');
    expect(scan.pictures).toHaveLength(1);
  });

  test.for([0, 90, 180, 270] as const)('in doubt a strip settles it: %d°', async (rotation) => {
    const { frame: found, layer } = await scanOf(rotation).recognize(unsure);

    expect(found.rotation).toBe(rotation);
    expect(plainText(layer)).toContain('Luật Du lịch');
  });

  test('a sure analysis that turns out illegible is looked at again', async () => {
    const { frame: found } = await scanOf(180).recognize(sure);

    expect(found).toEqual({ ...frame, rotation: 180 });
  });

  test('the slope that was measured for the other axis goes with it', async () => {
    const orientations = [
      { rotation: 0, skewDegrees: 0.5, confidence: 0.6 },
      { rotation: 90, skewDegrees: -2.1, confidence: 0.4 },
    ] as const;

    const { frame: found } = await scanOf(90).recognize({ ...unsure, orientations });

    expect(found).toMatchObject({ rotation: 90, skewDegrees: -2.1 });
  });
});

describe('a page that came out doubtful', () => {
  test('is read from the plain scan too, and the better reading stays', async () => {
    const better = await scanOf(0, { even: 75, plain: 92 }).recognize(sure);
    const worse = await scanOf(0, { even: 75, plain: 62 }).recognize(sure);

    expect(better.layer.meanConfidence).toBe(92);
    expect(worse.layer.meanConfidence).toBe(75);
  });

  test.for([
    ['that its image tells', { ...sure, isBlank: true }, ['page']],
    ['that nothing but strips tell', unsure, ['strip', 'strip', 'strip', 'strip', 'page']],
  ] as const)('a back that shines through, %s, is read once', async ([, page, looks]) => {
    const seen: string[] = [];
    const images = {
      page: async () => 'page',
      strip: async () => 'strip',
      lines: async () => [],
    };
    const read: ReadImage<string> = async (image) => {
      seen.push(image);
      return upsideDown;
    };

    const { layer } = await recognizePage(page, images, read);

    expect(layer.lines).toEqual([]);
    expect(seen).toEqual(looks);
  });

  test('print on a page that was taken for a blank one is read all the same', async () => {
    const { layer } = await scanOf(0).recognize({ ...sure, isBlank: true });

    expect(plainText(layer)).toContain('Luật Du lịch');
  });

  test('a page with nothing on it is not read twice', async () => {
    const empty = async () => [];
    const images = {
      page: async () => 'page',
      strip: async () => 'strip',
      lines: async () => [],
    };

    const { layer } = await recognizePage(sure, images, empty);

    expect(layer).toEqual({ widthPx: 1654, heightPx: 2339, lines: [], meanConfidence: 0 });
  });
});

test('name and position that the seal spoiled are read again line by line', async () => {
  const page = [
    ...blocksOf('KT. GIÁM ĐỐC', 93, 1100, 1700),
    ...blocksOf('ế Thị Kim', 40, 1100, 1950),
  ];
  const box = { x: 1080, y: 1940, width: 420, height: 50 };
  const images = {
    page: async () => 'page',
    strip: async () => 'strip',
    lines: async () => [{ image: 'line', box }],
  };
  const read: ReadImage<string> = async (image) =>
    image === 'line' ? blocksOf('Lê Thị Kim Oanh', 96, 20, 10) : page;

  const { layer } = await recognizePage(sure, images, read);

  expect(plainText(layer)).toBe('KT. GIÁM ĐỐC\nLê Thị Kim Oanh');
  expect(layer.lines[1]?.words[0]?.box).toMatchObject({ x: 1100, y: 1950 });
});
