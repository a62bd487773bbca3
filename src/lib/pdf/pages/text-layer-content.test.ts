import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { drawBilevel } from '#support/bilevel-pictures.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import type { Box, PageFrame, TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { buildSearchablePdf } from '../searchable-pdf.ts';

const WIDTH = 1654;
const HEIGHT = 2339;
const DPI = 200;
const POINTS_PER_PIXEL = 72 / DPI;

/** A line as an engine gives it: words as high and wide as their ink, on a baseline with a slope. */
function inkLine(text: string, x: number, baselineY: number, size: number, slope = 0): TextLine {
  let at = x;
  const words = text.split(' ').map((word) => {
    const width = Math.round([...word].reduce((sum, letter) => sum + widthOf(letter) * size, 0));
    const foot = baselineY + slope * (at - x);
    const hasTail = /[gjpqyạặậẹệịọộợụựỵ,]/u.test(word);
    const isTall = /[A-ZĐÀ-Ỹbdfhklđ0-9ấầẩẫắằẳẵếềểễốồổỗ]/u.test(word);
    const top = Math.round(foot - size * (isTall ? 0.72 : 0.48));
    const bottom = Math.round(foot + (hasTail ? size * 0.22 : 0));
    const box = { x: at, y: top, width, height: bottom - top };
    at += width + Math.round(size * 0.27);
    return { text: word, confidence: 93, box };
  });
  const right = at - Math.round(size * 0.27);
  const tops = words.map(({ box }) => box.y);
  const bottoms = words.map(({ box }) => box.y + box.height);
  const y = Math.min(...tops);
  return {
    words,
    box: { x, y, width: right - x, height: Math.max(...bottoms) - y },
    baseline: { x0: x, y0: baselineY, x1: right, y1: baselineY + slope * (right - x) },
  };
}

/** Roughly as a book face has it. */
function widthOf(letter: string): number {
  if (/[iljtfr.,:;'()]/u.test(letter)) return 0.3;
  if (/[mwMW]/u.test(letter)) return 0.78;
  return /\p{Lu}/u.test(letter) ? 0.66 : 0.48;
}

const lines = [
  inkLine('ỦY BAN NHÂN DÂN', 250, 210, 36),
  inkLine('TỈNH MINH HẢI AN', 245, 255, 36),
  inkLine('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 820, 212, 33),
  inkLine('Độc lập - Tự do - Hạnh phúc', 930, 257, 36),
  inkLine('Số: 05/GP-SVHTTDL', 270, 330, 36),
  inkLine('GIẤY PHÉP', 740, 480, 44),
  inkLine('Cho phép bà Nguyễn Thị Ngọc Ánh, CCCD số 079185012345, được', 280, 600, 38, 0.004),
  inkLine('tổ chức biểu diễn nghệ thuật tại Nhà văn hóa huyện Đầm Sen', 240, 656, 38, 0.004),
  inkLine('từ ngày 05/02/2025 đến ngày 12/02/2025.', 240, 712, 38, 0.004),
  inkLine('- Lưu: VT, QLVH.', 240, 1500, 28, -0.006),
  // A stamp that was put on aslant.
  inkLine('ĐÃ THU LỆ PHÍ ngày 05/02/2025', 900, 1700, 40, 0.09),
];
const texts = lines.map((line) => line.words.map((word) => word.text).join(' '));

async function documentOf(changes: Partial<PageFrame> = {}): Promise<Uint8Array> {
  const isOnItsSide = changes.rotation === 90 || changes.rotation === 270;
  const image = drawBilevel(isOnItsSide ? 2339 : 1654, isOnItsSide ? 1654 : 2339, () => false);
  const textLayer: TextLayer = { widthPx: WIDTH, heightPx: HEIGHT, lines, meanConfidence: 93 };
  const frame: PageFrame = {
    sourceWidthPx: image.widthPx,
    sourceHeightPx: image.heightPx,
    rotation: 0,
    skewDegrees: 0,
    dpi: DPI,
    ...changes,
  };
  return buildSearchablePdf({
    title: 'a',
    createdAt: new Date('2026-11-22T02:30:00Z'),
    pages: [{ image: { kind: 'bilevel', ...image }, frame, textLayer }],
  });
}

const frames = [
  {},
  { rotation: 90, skewDegrees: 2.4 },
  { rotation: 180, skewDegrees: -7 },
] as const;

test.each(frames)('pdf.js selects line by line what was recognized: %o', async (frame) => {
  const task = getDocument({ data: (await documentOf(frame)).slice(), verbosity: 0 });
  const document = await task.promise;
  const page = await document.getPage(1);
  const { items } = await page.getTextContent();
  const viewport = page.getViewport({ scale: 1 / POINTS_PER_PIXEL });

  let read = '';
  const boxes: Box[] = [];
  for (const item of items) {
    if (!('str' in item)) continue;
    read += item.str + (item.hasEOL ? '\n' : '');
    const [, , , , x = 0, y = 0] = item.transform as number[];
    const [left = 0, foot = 0] = viewport.convertToViewportPoint(x, y) as number[];
    const [width, height] = [item.width / POINTS_PER_PIXEL, item.height / POINTS_PER_PIXEL];
    boxes.push({ x: left, y: foot - height, width, height });
  }
  await task.destroy();

  expect(read.trimEnd().split('\n')).toEqual(texts);
  // Whatever pdf.js takes for one piece, all of them together cover the lines and nothing else.
  for (const line of lines) {
    const own = boxes.filter((box) => share(box, line.box) > 0.5);
    const left = Math.min(...own.map((box) => box.x));
    const right = Math.max(...own.map((box) => box.x + box.width));
    expect(Math.abs(left - line.box.x)).toBeLessThan(2);
    expect(Math.abs(right - line.box.x - line.box.width)).toBeLessThan(2);
  }
});

test('each word is found where it stands, as high as its line', async () => {
  using folder = temporaryFolder();
  const file = folder.write('a.pdf', await documentOf({ skewDegrees: 1.2 }));

  const found = [
    ...runTool('pdftotext', '-bbox', file, '-').matchAll(
      /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</gu,
    ),
  ].map(([, x0, y0, x1, y1, text]) => {
    const [left, top, right, bottom] = [x0, y0, x1, y1].map((at) => Number(at) / POINTS_PER_PIXEL);
    const box = { x: left ?? 0, y: top ?? 0, width: (right ?? 0) - (left ?? 0), height: 0 };
    return { text, box: { ...box, height: (bottom ?? 0) - (top ?? 0) } };
  });

  expect(qpdfComplaints(file)).toBe('');
  const words = lines.flatMap((line) => line.words);
  expect(found.map(({ text }) => text).sort()).toEqual(words.map(({ text }) => text).sort());
  for (const { text, box } of words) {
    const best = Math.max(...found.map((one) => (one.text === text ? share(box, one.box) : 0)));
    expect(best, text).toBeGreaterThan(0.75);
  }
});

test.each([
  ['-raw', texts.slice(4)],
  // What stands aslant is on several of its rows.
  ['-layout', texts.slice(4, -1)],
])('pdftotext %s keeps words and lines together', async (mode, body) => {
  using folder = temporaryFolder();
  const file = folder.write('a.pdf', await documentOf());

  const read = runTool('pdftotext', mode, file, '-');

  const readLines = read.split('\n').map((line) => line.trim().replace(/\s+/gu, ' '));
  expect(readLines.filter((line) => body.includes(line))).toEqual(body);
  for (const text of texts.slice(0, 4)) expect(read.replace(/[ \t]+/gu, ' ')).toContain(text);
});

test('a search over the whole file finds what stands at the end of one line and begins the next', async () => {
  using folder = temporaryFolder();
  const read = runTool('pdftotext', folder.write('a.pdf', await documentOf()), '-');
  expect(read.replace(/\s+/gu, ' ')).toContain('079185012345, được tổ chức biểu diễn');
});

/** How much of the first box the second one covers, 0 to 1. */
function share(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return (Math.max(0, width) * Math.max(0, height)) / (a.width * a.height);
}
