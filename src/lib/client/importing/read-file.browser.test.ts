import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { encodePng } from './encode-png.ts';
import type { ImportedFile, ImportProgress } from './imported-file.ts';
import { fileReader } from './read-file.ts';

let imaging: ImagingPool;
beforeAll(() => {
  imaging = new ImagingPool({ size: 1 });
});
afterAll(() => imaging[Symbol.dispose]());

function read(bytes: Uint8Array<ArrayBuffer>, progress: ImportProgress[] = []) {
  return fileReader(imaging)(bytes, (step) => progress.push(step), new AbortController().signal);
}

/** A small page with lines of "text". */
function drawing(colour = 'black'): OffscreenCanvas {
  const canvas = new OffscreenCanvas(420, 594);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 420, 594);
  context.fillStyle = colour;
  context.font = '16px serif';
  for (let line = 0; line < 20; line += 1) {
    context.fillText('Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017', 40, 60 + line * 24);
  }
  return canvas;
}

async function encoded(type: 'image/jpeg' | 'image/png', colour?: string) {
  const blob = await drawing(colour).convertToBlob({ type });
  return new Uint8Array(await blob.arrayBuffer());
}

function greyPixels(): Uint8Array {
  const context = drawing().getContext('2d');
  if (!context) throw new Error('no canvas');
  const { data } = context.getImageData(0, 0, 420, 594);
  return Uint8Array.from({ length: 420 * 594 }, (_, index) => data[index * 4] ?? 0);
}

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A minimal PDF: page contents and further objects are given, the cross-reference is right. */
function pdfOf(
  pages: readonly { content: string; resources: string }[],
  objects: readonly (string | Uint8Array)[] = [],
): Uint8Array<ArrayBuffer> {
  const first = 3 + objects.length;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const bodies: (string | Uint8Array)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...objects,
    ...pages.flatMap(({ content, resources }, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << ${resources} >> /Contents ${first + index * 2 + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  const parts: Uint8Array[] = [latin1('%PDF-1.7\n')];
  const offsets: number[] = [];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  bodies.forEach((body, index) => {
    offsets.push(length());
    parts.push(latin1(`${index + 1} 0 obj\n`));
    parts.push(typeof body === 'string' ? latin1(body) : body);
    parts.push(latin1('\nendobj\n'));
  });
  const start = length();
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    latin1(
      `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  const whole = new Uint8Array(length());
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function imageObject(jpeg: Uint8Array): Uint8Array {
  const head = latin1(
    `<< /Type /XObject /Subtype /Image /Width 420 /Height 594 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
  );
  const tail = latin1('\nendstream');
  const whole = new Uint8Array(head.length + jpeg.length + tail.length);
  whole.set(head);
  whole.set(jpeg, head.length);
  whole.set(tail, head.length + jpeg.length);
  return whole;
}

const showImage = {
  content: 'q 595 0 0 842 0 0 cm /I Do Q',
  resources: '/XObject << /I 3 0 R >>',
};

async function imageDigest(file: ImportedFile, page = 0): Promise<string> {
  const image = file.pages[page]?.image;
  return sha256Hex((await image?.arrayBuffer()) ?? new ArrayBuffer());
}

describe('scans', () => {
  it('keeps the bytes of a JPEG', async () => {
    const jpeg = await encoded('image/jpeg');
    const file = await read(jpeg);
    expect(file.kind).toBe('scanned');
    expect(file.pages[0]?.sha256).toBe(await sha256Hex(jpeg));
    expect(await imageDigest(file)).toBe(await sha256Hex(jpeg));
    expect(file.pages[0]?.frame).toMatchObject({ sourceWidthPx: 420, sourceHeightPx: 594 });
    expect(file.pages[0]?.thumbnail.type).toBe('image/jpeg');
  });

  it('keeps the bytes of a PNG', async () => {
    const png = await encoded('image/png');
    expect(await imageDigest(await read(png))).toBe(await sha256Hex(png));
  });

  it('makes a page of every page of a TIFF, told as they come', async () => {
    const tiff = greyTiff([greyPixels(), greyPixels()]);
    const progress: ImportProgress[] = [];
    const file = await read(tiff, progress);
    expect(file.pages).toHaveLength(2);
    expect(progress.map(({ pagesDone }) => pagesDone)).toEqual([1, 2]);
    expect(progress.every(({ thumbnail }) => thumbnail !== undefined)).toBe(true);
    expect(file.pages[1]?.mimeType).toBe('image/png');
    expect(file.pages[1]?.frame).toMatchObject({ sourceWidthPx: 420, sourceHeightPx: 594 });
    expect(await imageDigest(file, 0)).toBe(file.pages[0]?.sha256);
    expect(file.pages[0]?.sha256).toBe((await read(tiff)).pages[0]?.sha256);
  });

  it('takes the JPEG of a scanned PDF out unchanged, with its resolution', async () => {
    const jpeg = await encoded('image/jpeg');
    const file = await read(pdfOf([showImage, showImage], [imageObject(jpeg)]));
    expect(file.kind).toBe('scanned');
    expect(file.pages).toHaveLength(2);
    expect(await imageDigest(file, 1)).toBe(await sha256Hex(jpeg));
    expect(file.pages[0]?.frame.dpi).toBe(51);
  });

  it('draws a PDF page that is more than one picture', async () => {
    const jpeg = await encoded('image/jpeg');
    const twice = {
      content: 'q 595 0 0 421 0 0 cm /I Do Q q 595 0 0 421 0 421 cm /I Do Q',
      resources: showImage.resources,
    };
    const file = await read(pdfOf([twice], [imageObject(jpeg)]));
    expect(file.kind).toBe('scanned');
    expect(file.pages[0]?.mimeType).toBe('image/jpeg');
    expect(file.pages[0]?.frame.dpi).toBe(300);
  });

  it('flags a blank page and keeps it', async () => {
    const rows = new Uint8Array(420 * 594).fill(250);
    const blank = encodePng({ widthPx: 420, heightPx: 594, bitDepth: 8, rows, dpi: 100 });
    expect((await read(blank)).pages[0]?.isBlank).toBe(true);
  });
});

describe('a PDF with text', () => {
  it('is taken as it is, with its text', async () => {
    const pdf = pdfOf([
      {
        content: 'BT /F 14 Tf 20 250 Td (GIAY PHEP 05/GP-SVHTTDL) Tj ET',
        resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>',
      },
    ]);
    const file = await read(pdf);
    if (file.kind !== 'as-is') throw new Error('expected the file as it is');
    expect(file.reason).toBe('has-text');
    expect(await sha256Hex(await file.file.arrayBuffer())).toBe(await sha256Hex(pdf));
    const words = file.pages[0]?.textLayer?.lines.flatMap((line) => line.words);
    expect(words?.map((word) => word.text)).toEqual(['GIAY', 'PHEP', '05/GP-SVHTTDL']);
    expect(file.pages[0]?.image).toBeUndefined();
    expect(file.pages[0]?.thumbnail.size).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  it('is told by what is wrong with it', async () => {
    const jpeg = await encoded('image/jpeg');
    const png = await encoded('image/png');
    const huge = encodePng({
      widthPx: 8,
      heightPx: 8,
      bitDepth: 1,
      rows: new Uint8Array(8),
      dpi: null,
    });
    new DataView(huge.buffer).setUint32(16, 16_000);
    new DataView(huge.buffer).setUint32(20, 12_500);
    const damaged = png.slice();
    damaged.fill(0, 60, 200);
    const expected: [Uint8Array<ArrayBuffer>, string][] = [
      [jpeg.slice(0, jpeg.length / 2), 'FILE_TRUNCATED'],
      [png.slice(0, png.length / 2), 'FILE_TRUNCATED'],
      [damaged, 'FILE_NOT_AN_IMAGE'],
      [huge, 'IMAGE_TOO_LARGE'],
      [latin1('Ghi chu: thieu trang 2'), 'FILE_NOT_AN_IMAGE'],
      [latin1('GIF89a...'), 'FILE_TYPE_UNSUPPORTED'],
      [latin1('II*\0\x08\0\0\0\xff\xff'), 'FILE_TRUNCATED'],
    ];
    for (const [bytes, code] of expected) {
      await expect(read(bytes), code).rejects.toMatchObject({ code });
    }
  });

  it('of a PDF, too', async () => {
    const broken = latin1(`%PDF-1.7\n${'<<[(endobj '.repeat(40)}\nstartxref\n9999\n%%EOF\n`);
    await expect(read(broken)).rejects.toMatchObject({ code: 'PDF_BROKEN' });
    const page = { content: '0 0 10 10 re f', resources: '' };
    const many = pdfOf(Array.from({ length: 501 }, () => page));
    await expect(read(many)).rejects.toMatchObject({ code: 'PDF_TOO_MANY_PAGES' });
  });
});

/** Uncompressed grey pages of 420 × 594 pixels, little-endian: each directory, then its pixels. */
function greyTiff(pages: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const TAGS = 9;
  const directoryBytes = 2 + TAGS * 12 + 4;
  const pageBytes = directoryBytes + 420 * 594;
  const whole = new Uint8Array(8 + pages.length * pageBytes);
  const view = new DataView(whole.buffer);
  whole.set(latin1('II*\0'));
  view.setUint32(4, 8, true);
  pages.forEach((pixels, index) => {
    const start = 8 + index * pageBytes;
    const data = start + directoryBytes;
    const tags = [
      [256, 420],
      [257, 594],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, data],
      [277, 1],
      [278, 594],
      [279, pixels.length],
    ] as const;
    view.setUint16(start, TAGS, true);
    tags.forEach(([tag, value], place) => {
      const entry = start + 2 + place * 12;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, 4, true);
      view.setUint32(entry + 4, 1, true);
      view.setUint32(entry + 8, value, true);
    });
    const isLast = index === pages.length - 1;
    view.setUint32(data - 4, isLast ? 0 : start + pageBytes, true);
    whole.set(pixels, data);
  });
  return whole;
}
