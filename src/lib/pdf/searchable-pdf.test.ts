import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { readNetpbm } from '#support/netpbm.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import type { PageFrame, TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { inspectPdf } from './inspect-pdf.ts';
import {
  buildSearchablePdf,
  jpegInfo,
  type PageImage,
  type SearchablePage,
} from './searchable-pdf.ts';

const createdAt = new Date('2026-11-22T02:30:00Z');

/** A picture with a black corner at its top left, to see how it is turned. */
function picture(widthPx: number, heightPx: number): Uint8Array {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = 'black';
  context.fillRect(0, 0, widthPx / 4, heightPx / 4);
  return new Uint8Array(canvas.toBuffer('image/jpeg', 80));
}

function jpegPage(
  widthPx: number,
  heightPx: number,
  frame: Partial<PageFrame> = {},
): SearchablePage & { image: PageImage } {
  return {
    image: { kind: 'jpeg', bytes: picture(widthPx, heightPx), widthPx, heightPx, components: 3 },
    frame: {
      sourceWidthPx: widthPx,
      sourceHeightPx: heightPx,
      rotation: 0,
      skewDegrees: 0,
      dpi: 200,
      ...frame,
    },
  };
}

/** Words of equal letters' width from `x` on, as an engine reports them. */
function line(text: string, x: number, y: number, slope = 0): TextLine {
  let at = x;
  const words = text.split(' ').map((word) => {
    const width = word.length * 18;
    const box = { x: at, y, width, height: 30 };
    at += width + 14;
    return { text: word, confidence: 95, box };
  });
  const width = at - 14 - x;
  return {
    words,
    box: { x, y, width, height: 36 },
    baseline: { x0: x, y0: y + 28, x1: x + width, y1: y + 28 + width * slope },
  };
}

function layer(widthPx: number, heightPx: number, lines: TextLine[]): TextLayer {
  return { widthPx, heightPx, lines, meanConfidence: 95 };
}

test('the recognized Vietnamese words and lines are found by other programs', async () => {
  using folder = temporaryFolder();
  const lines = [
    line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 500, 120),
    line('Độc lập - Tự do - Hạnh phúc', 600, 170, 0.004),
    line('GIẤY PHÉP', 700, 400),
    line('Cho phép bà Nguyễn Thị Ngọc Ánh, CCCD 079185012345, tổ chức biểu diễn', 200, 480, -0.003),
    line('tại Nhà văn hóa huyện Đầm Sen từ ngày 05/02/2025.', 200, 530),
  ];
  const pdf = await buildSearchablePdf({
    title: 'Giấy phép số 05/GP-SVHTTDL',
    createdAt,
    pages: [{ ...jpegPage(1654, 2339), textLayer: layer(1654, 2339, lines) }],
  });
  const file = folder.write('a.pdf', pdf);

  expect(qpdfComplaints(file)).toBe('');
  const found = runTool('pdftotext', '-layout', file, '-')
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text && text !== '\f');
  expect(found).toEqual(lines.map((one) => one.words.map((word) => word.text).join(' ')));
  expect(runTool('pdfinfo', file)).toContain('Giấy phép số 05/GP-SVHTTDL');
});

test('a word is found where it stands on the page', async () => {
  using folder = temporaryFolder();
  const pdf = await buildSearchablePdf({
    title: 'a',
    createdAt,
    pages: [{ ...jpegPage(1000, 2000), textLayer: layer(1000, 2000, [line('một hai', 100, 300)]) }],
  });

  const boxes = runTool('pdftotext', '-bbox', folder.write('a.pdf', pdf), '-');

  const found = /xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">hai</u.exec(boxes);
  const scale = 72 / 200;
  expect(Number(found?.[1])).toBeCloseTo((100 + 3 * 18 + 14) * scale, 1);
  expect(Number(found?.[2])).toBeCloseTo((100 + 6 * 18 + 14) * scale, 1);
  expect(Math.abs(Number(found?.[3]) - 328 * scale)).toBeLessThan(4);
});

test('the bytes of a scan are kept as they are', async () => {
  using folder = temporaryFolder();
  const page = jpegPage(800, 600);
  const pdf = await buildSearchablePdf({ title: 'a', createdAt, pages: [page] });

  runTool('pdfimages', '-all', folder.write('a.pdf', pdf), `${folder.path}/out`);

  const taken = (await inspectPdf(pdf)).pages[0]?.soleJpeg;
  expect(Buffer.compare(taken?.bytes ?? Buffer.alloc(0), page.image.bytes)).toBe(0);
  expect(taken?.dpi).toBe(200);
  expect(
    runTool('cmp', `${folder.path}/out-000.jpg`, folder.write('in.jpg', page.image.bytes)),
  ).toBe('');
});

test.each([
  [0, 800, 600, 'top left'],
  [90, 600, 800, 'top right'],
  [180, 800, 600, 'bottom right'],
  [270, 600, 800, 'bottom left'],
] as const)(
  'a scan turned by %d degrees is shown upright',
  async (rotation, width, height, corner) => {
    using folder = temporaryFolder();
    const pdf = await buildSearchablePdf({
      title: 'a',
      createdAt,
      pages: [jpegPage(800, 600, { rotation, dpi: 72 })],
    });
    const file = folder.write('a.pdf', pdf);

    const pixels = renderGrey(file, folder.path);

    expect([pixels.width, pixels.height]).toEqual([width, height]);
    expect(pixels.darkCorner()).toBe(corner);
  },
);

test('a slope of the lines is turned back around the middle of the page', async () => {
  using folder = temporaryFolder();
  const canvas = createCanvas(800, 600);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 800, 600);
  context.translate(400, 300);
  context.rotate((3 * Math.PI) / 180);
  context.fillStyle = 'black';
  context.fillRect(-300, -2, 600, 4);
  const page = jpegPage(800, 600, { skewDegrees: 3, dpi: 72 });
  page.image.bytes = new Uint8Array(canvas.toBuffer('image/jpeg', 90));

  const pdf = await buildSearchablePdf({ title: 'a', createdAt, pages: [page] });

  const pixels = renderGrey(folder.write('a.pdf', pdf), folder.path);
  const dark = (x: number) => [296, 298, 300, 302].some((y) => pixels.at(x, y) < 128);
  expect([150, 250, 400, 550, 650].map(dark)).toEqual([true, true, true, true, true]);
});

test.each([
  [0, 0, { x: 120, y: 60, width: 500, height: 430 }],
  [90, 0, { x: 40, y: 200, width: 400, height: 590 }],
  [180, 2.5, { x: 130, y: 50, width: 600, height: 500 }],
  [270, -4, { x: 30, y: 90, width: 480, height: 660 }],
] as const)(
  'of a scan turned by %d degrees with a slope of %d the page shows what the crop leaves',
  async (rotation, skewDegrees, crop) => {
    using folder = temporaryFolder();
    const page = jpegPage(800, 600, { rotation, skewDegrees, dpi: 72 });
    page.image.bytes = colourfulPicture(800, 600);
    const build = (frame: PageFrame) =>
      buildSearchablePdf({ title: 'a', createdAt, pages: [{ ...page, frame }] });

    const whole = renderGrey(folder.write('whole.pdf', await build(page.frame)), folder.path);
    const file = folder.write('crop.pdf', await build({ ...page.frame, crop }));
    const cropped = renderGrey(file, folder.path);

    expect([cropped.width, cropped.height]).toEqual([crop.width, crop.height]);
    for (let y = 5; y < crop.height; y += 23) {
      for (let x = 5; x < crop.width; x += 19) {
        expect(Math.abs(cropped.at(x, y) - whole.at(x + crop.x, y + crop.y))).toBeLessThan(24);
      }
    }
    runTool('pdfimages', '-all', file, `${folder.path}/out`);
    const kept = folder.write('in.jpg', page.image.bytes);
    expect(runTool('cmp', `${folder.path}/out-000.jpg`, kept)).toBe('');
  },
);

test('the text of a cropped page lies over its print', async () => {
  using folder = temporaryFolder();
  const crop = { x: 150, y: 250, width: 700, height: 1500 };
  const page = jpegPage(1000, 2000, { crop });
  const textLayer = layer(crop.width, crop.height, [line('một hai', 100, 300)]);
  const pdf = await buildSearchablePdf({ title: 'a', createdAt, pages: [{ ...page, textLayer }] });

  const boxes = runTool('pdftotext', '-bbox', folder.write('a.pdf', pdf), '-');

  const scale = 72 / 200;
  expect(boxes).toContain(`<page width="${(crop.width * scale).toFixed(6)}"`);
  const found = /xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">một</u.exec(boxes);
  expect(Number(found?.[1])).toBeCloseTo(100 * scale, 1);
  expect(Math.abs(Number(found?.[2]) - 328 * scale)).toBeLessThan(4);
});

test('a page image is asked for when its turn comes, one after the other', async () => {
  const asked: number[] = [];
  let open = 0;
  const pages = [0, 1, 2].map((index) => {
    const { image, frame } = jpegPage(300, 200);
    const ask = async () => {
      asked.push(index);
      expect(++open).toBe(1);
      await Promise.resolve();
      open--;
      return image;
    };
    return { image: ask, frame };
  });

  const lazy = await buildSearchablePdf({ title: 'a', createdAt, pages });

  expect(asked).toEqual([0, 1, 2]);
  const eager = pages.map(({ frame }) => ({ image: jpegPage(300, 200).image, frame }));
  expect(lazy).toEqual(await buildSearchablePdf({ title: 'a', createdAt, pages: eager }));
});

test('the same pages make the same bytes, other pages another identifier', async () => {
  const build = (widthPx: number) =>
    buildSearchablePdf({ title: 'a', createdAt, pages: [jpegPage(widthPx, 200)] });
  const idOf = (pdf: Uint8Array) => /\/ID \[<([0-9a-f]{32})> <\1>\]/u.exec(latin1Of(pdf))?.[1];

  expect(await build(300)).toEqual(await build(300));
  expect(idOf(await build(300))).toMatch(/^[0-9a-f]{32}$/u);
  expect(idOf(await build(300))).not.toBe(idOf(await build(301)));
});

test('the document says that it is PDF/A-2u in Vietnamese, with colours and labels', async () => {
  const pdf = await buildSearchablePdf({
    title: 'Sổ <A> & "B"',
    createdAt,
    pages: [jpegPage(100, 100)],
  });
  const text = Buffer.from(pdf).toString('utf8');

  expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(text).toContain('<pdfaid:conformance>U</pdfaid:conformance>');
  expect(text).toContain('Sổ &#60;A&#62; &#38; &#34;B&#34;');
  expect(text).toContain('<xmp:CreateDate>2026-11-22T09:30:00+07:00</xmp:CreateDate>');
  for (const part of [
    '/GTS_PDFA1',
    '/PageLabels',
    '/DisplayDocTitle true',
    '/Lang (vi-VN)',
    '/ID [',
  ]) {
    expect(text).toContain(part);
  }
});

test('a picture tells its size, and a broken one says what is wrong', () => {
  const jpeg = picture(640, 480);

  expect(jpegInfo(jpeg)).toMatchObject({
    widthPx: 640,
    heightPx: 480,
    components: 3,
    orientation: 1,
  });
  expect(() => jpegInfo(jpeg.subarray(0, jpeg.length / 2))).toThrow('FILE_TRUNCATED');
  expect(() => jpegInfo(jpeg.subarray(0, 100))).toThrow('FILE_TRUNCATED');
  expect(() => jpegInfo(Uint8Array.from(Buffer.from('không phải ảnh')))).toThrow(
    'FILE_NOT_AN_IMAGE',
  );
});

/** Tones that differ everywhere, without sharp edges. */
function colourfulPicture(widthPx: number, heightPx: number): Uint8Array {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  const slope = context.createLinearGradient(0, 0, widthPx, heightPx / 2);
  slope.addColorStop(0, 'black');
  slope.addColorStop(0.6, 'white');
  slope.addColorStop(1, '#444');
  context.fillStyle = slope;
  context.fillRect(0, 0, widthPx, heightPx);
  return new Uint8Array(canvas.toBuffer('image/jpeg', 95));
}

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function renderGrey(file: string, folder: string) {
  runTool('pdftoppm', '-r', '72', '-gray', '-singlefile', file, `${folder}/page`);
  const { width, height, data } = readNetpbm(`${folder}/page.pgm`);
  const at = (x: number, y: number) => data[y * width + x] ?? 255;
  const corners = {
    'top left': at(20, 20),
    'top right': at(width - 20, 20),
    'bottom left': at(20, height - 20),
    'bottom right': at(width - 20, height - 20),
  };
  const darkCorner = () =>
    Object.entries(corners)
      .filter(([, value]) => value < 64)
      .map(([name]) => name)
      .join(' and ');
  return { width, height, at, darkCorner };
}
