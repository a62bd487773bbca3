import { readFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
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

test('black and white, grey and colour pictures without JPEG come back unchanged', async () => {
  using folder = temporaryFolder();
  const widthPx = 203;
  const heightPx = 97;
  const rowBytes = Math.ceil(widthPx / 8);
  const noise = (index: number) => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
  // Rows of every density, so that all the codes of Group 4 occur.
  const bits = Uint8Array.from({ length: rowBytes * heightPx }, (_, index) => {
    const density = Math.floor(index / rowBytes) / heightPx;
    const octet = [...Array(8).keys()].map((bit) =>
      noise(index * 8 + bit) < density * 0.2 ? 1 : 0,
    );
    return Number.parseInt(octet.join(''), 2);
  });
  const grey = Uint8Array.from({ length: widthPx * heightPx }, (_, index) => noise(index) * 256);
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, index) => noise(index) * 256);
  const frame = {
    sourceWidthPx: widthPx,
    sourceHeightPx: heightPx,
    rotation: 0,
    skewDegrees: 0,
    dpi: 200,
  } as const;
  const pdf = await buildSearchablePdf({
    title: 'a',
    createdAt,
    pages: [
      { image: { kind: 'bilevel', bytes: bits, widthPx, heightPx }, frame },
      { image: { kind: 'grey', bytes: grey, widthPx, heightPx }, frame },
      { image: { kind: 'rgb', bytes: rgb, widthPx, heightPx }, frame },
    ],
  });
  const file = folder.write('a.pdf', pdf);

  runTool('pdfimages', file, `${folder.path}/out`);

  expect(qpdfComplaints(file)).toBe('');
  expect(maskPadding(readNetpbm(`${folder.path}/out-000.pbm`), widthPx)).toEqual(
    maskPadding(bits, widthPx),
  );
  const greyAsRgb = Uint8Array.from(
    { length: rgb.length },
    (_, index) => grey[Math.floor(index / 3)] ?? 0,
  );
  expect(Buffer.compare(readNetpbm(`${folder.path}/out-001.ppm`), greyAsRgb)).toBe(0);
  expect(Buffer.compare(readNetpbm(`${folder.path}/out-002.ppm`), rgb)).toBe(0);
});

test('long runs of one colour are coded too', async () => {
  using folder = temporaryFolder();
  const widthPx = 8000;
  const rows = [0, 1, 63, 64, 700, 1791, 1792, 2559, 2560, 5200, 7999, 8000];
  const rowBytes = widthPx / 8;
  const bits = new Uint8Array(rowBytes * rows.length * 2);
  for (const [row, length] of rows.entries()) {
    for (let x = 0; x < length; x++) {
      const at = (row * 2 * widthPx + x) >> 3;
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const image = { kind: 'bilevel', bytes: bits, widthPx, heightPx: rows.length * 2 } as const;
  const frame = {
    sourceWidthPx: widthPx,
    sourceHeightPx: rows.length * 2,
    rotation: 0,
    skewDegrees: 0,
    dpi: 200,
  } as const;
  const pdf = await buildSearchablePdf({ title: 'a', createdAt, pages: [{ image, frame }] });

  runTool('pdfimages', folder.write('a.pdf', pdf), `${folder.path}/out`);

  expect(Buffer.compare(readNetpbm(`${folder.path}/out-000.pbm`), bits)).toBe(0);
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

function renderGrey(file: string, folder: string) {
  runTool('pdftoppm', '-r', '72', '-gray', '-singlefile', file, `${folder}/page`);
  const { width, height } = readNetpbmSize(`${folder}/page.pgm`);
  const data = readNetpbm(`${folder}/page.pgm`);
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

function readNetpbmSize(path: string): { width: number; height: number } {
  const match = /^P\d\s+(\d+)\s+(\d+)/u.exec(readFileSync(path).subarray(0, 64).toString('latin1'));
  return { width: Number(match?.[1]), height: Number(match?.[2]) };
}

/** Pixels after the header. */
function readNetpbm(path: string): Buffer {
  const bytes = readFileSync(path);
  const head = bytes.subarray(0, 64).toString('latin1');
  const match = /^(?:P4\s+\d+\s+\d+|P[56]\s+\d+\s+\d+\s+\d+)\s/u.exec(head);
  return bytes.subarray(match?.[0].length);
}

/** Bits beyond the width are of no meaning. */
function maskPadding(bits: Uint8Array, widthPx: number): number[] {
  const rowBytes = Math.ceil(widthPx / 8);
  const mask = (0xff << (rowBytes * 8 - widthPx)) & 0xff;
  return [...bits].map((octet, index) =>
    index % rowBytes === rowBytes - 1 ? octet & mask : octet,
  );
}
