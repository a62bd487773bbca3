import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { loadImage } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import UTIF from 'utif2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badInputs, type BadInput } from '#fixtures/bad-inputs.ts';
import { composeDocument } from '#fixtures/content/compose-document.ts';
import { longDate } from '#fixtures/content/wording.ts';
import { generateSamples } from '#fixtures/generate-samples.ts';
import { renderSample } from '#fixtures/render-sample.ts';
import { drawPage } from '#fixtures/rendering/draw-page.ts';
import type { LaidOutPage } from '#fixtures/rendering/laid-out-page.ts';
import { layOutDocument } from '#fixtures/rendering/lay-out-document.ts';
import { sampleDocuments, type SampleDocument } from '#fixtures/sample-documents.ts';
import { foldNumberNotation } from '#lib/domain/fold.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import { PERMANENT } from '#lib/domain/metadata.ts';

const run = promisify(execFile);
const samples = sampleDocuments();

describe('the 40 sample documents', () => {
  test('are the same at every call and of all layouts and levels', () => {
    expect(sampleDocuments()).toEqual(samples);
    expect(samples).toHaveLength(40);
    expect(countBy(samples, (sample) => sample.agency.level)).toEqual({
      province: 28,
      district: 7,
      commune: 5,
    });
    expect(Object.keys(countBy(samples, (sample) => sample.layout)).sort()).toEqual(
      ['certificate', 'decision', 'letter', 'licence', 'notice'].sort(),
    );
  });

  test('come from procedures of the catalogue', () => {
    for (const sample of samples) expect(sample.procedureName).not.toBe('');
  });

  test('have numbers that no other document of the agency has', () => {
    const keys = samples.map(
      (sample) =>
        `${foldNumberNotation(sample.fields.numberNotation)} ${sample.fields.issuingAgency}`,
    );
    expect(new Set(keys).size).toBe(samples.length);
    expect(new Set(samples.map((sample) => sample.fields.dossierCode)).size).toBe(samples.length);
  });

  test('carry well-formed identifiers, dossier codes and dates, and are still valid', () => {
    for (const { fields, agency } of samples) {
      expect(fields.ownerIdentifier).toMatch(/^(?:|099\d{9}|99\d{8}(?:-\d{3})?)$/u);
      if (fields.ownerIdentifier.startsWith('99'))
        expect(fields.ownerIdentifier).toSatisfy(isTaxCode);
      const codes = [agency.code, '000.00.12.H99'];
      expect(codes).toContain(fields.dossierCode.slice(0, -12));
      expect(fields.dossierCode).toMatch(/-\d{6}-\d{4}$/u);
      expect(new Date(fields.issuedOn).toISOString().slice(0, 10)).toBe(fields.issuedOn);
      expect(receivedOn(fields.dossierCode) < fields.issuedOn).toBe(true);
      if (fields.expiresOn !== '' && fields.expiresOn !== PERMANENT) {
        expect(fields.expiresOn > '2026-11-22').toBe(true);
      }
      if (agency.level === 'district') expect(fields.issuedOn < '2025-07-01').toBe(true);
    }
  });

  test('say every field of their metadata in their text', () => {
    for (const sample of samples) {
      const { fields } = sample;
      const text = textOf(sample);
      const printed = [
        fields.ownerName,
        fields.ownerIdentifier,
        fields.abstract,
        fields.numberNotation,
        longDate(fields.issuedOn),
        fields.scope,
        fields.dossierCode,
        fields.signerName,
        fields.signerPosition.toLocaleUpperCase('vi'),
      ];
      for (const value of printed) expect(text).toContain(value);
    }
  });
});

describe('a rendered sample', () => {
  test('is the same at every rendering', () => {
    const sample = sampleNamed('SCAN_0031.png');
    expect(sha256(renderSample(sample).bytes)).toBe(sha256(renderSample(sample).bytes));
  });

  test('as TIFF has the pages of its truth, each decodable and not blank', () => {
    const { bytes, truth } = renderSample(sampleNamed('SCAN_0040.tif'));
    const file = Buffer.from(bytes);
    const directories = UTIF.decode(file);
    expect(directories).toHaveLength(truth.pageCount);
    expect(truth.pages).toHaveLength(truth.pageCount);
    for (const directory of directories) {
      UTIF.decodeImage(file, directory);
      expect([directory.width, directory.height]).toEqual([1654, 2339]);
      const dark = directory.data.filter((value) => value < 100).length;
      expect(dark / directory.data.length).toBeGreaterThan(0.005);
    }
  });

  test('as PDF has the pages of its truth, whole images and no text', async () => {
    const { bytes, truth } = renderSample(sampleNamed('SCAN_0002.pdf'));
    const folder = await mkdtemp(join(tmpdir(), 'fixtures-'));
    try {
      await writeFile(join(folder, 'sample.pdf'), bytes);
      await run('qpdf', ['--check', join(folder, 'sample.pdf')]);
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await pdfText(bytes)).toEqual(Array<string>(truth.pageCount).fill(''));
  });

  test('as JPEG and PNG is one A4 page at its resolution', async () => {
    for (const [name, width, height] of [
      ['SCAN_0015.jpg', 2339, 1654],
      ['SCAN_0020.png', 1654, 2339],
      ['SCAN_0039.jpg', 2480, 3508],
    ] as const) {
      const { bytes, truth } = renderSample(sampleNamed(name));
      const image = await loadImage(bytes);
      expect([truth.pageCount, image.width, image.height]).toEqual([1, width, height]);
    }
  });

  test('lies on the glass as its truth says', () => {
    const ruled: LaidOutPage = {
      lines: [],
      marks: [{ kind: 'rule', x0Pt: 100, y0Pt: 300, x1Pt: 500, y1Pt: 300, widthPt: 2 }],
    };
    const slope = (rotation: 0 | 180, skewDegrees: number) => {
      const seal = { upper: '', lower: '' };
      const canvas = drawPage(ruled, { dpi: 72, rotation, skewDegrees, seal, seed: '' });
      const left = darkestRow(canvas, 150);
      const right = darkestRow(canvas, 450);
      return { left, degrees: (Math.atan2(right - left, 300) * 180) / Math.PI };
    };
    const upright = slope(0, 2);
    expect(upright.degrees).toBeCloseTo(2, 0);
    expect(upright.left).toBeLessThan(420);
    const turned = slope(180, 2);
    expect(turned.degrees).toBeCloseTo(2, 0);
    expect(turned.left).toBeGreaterThan(420);
  });
});

describe('the folder of samples', () => {
  let parent = '';
  let folder = '';
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'samples-'));
    folder = join(parent, 'samples');
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  test(
    'is made whole, completed when half-finished and then left alone',
    { timeout: 240_000 },
    async () => {
      const lines: string[] = [];
      expect(await generateSamples(folder, (line) => lines.push(line))).toBe(40);
      expect(lines).toContain('Đang tạo tài liệu mẫu 40/40…');
      const names = await readdir(folder);
      expect(names.sort()).toEqual(samples.map((sample) => sample.fileName).sort());

      await rm(join(folder, 'SCAN_0012.jpg'));
      await truncate(join(folder, 'SCAN_0030.pdf'), 1000);
      expect(await generateSamples(folder)).toBe(2);
      expect(await generateSamples(folder)).toBe(0);
    },
  );
});

describe('the bad inputs', () => {
  let inputs: BadInput[] = [];
  beforeAll(async () => {
    inputs = await badInputs();
  });
  const named = (name: string) => {
    const input = inputs.find((candidate) => candidate.name === name);
    if (input === undefined) throw new Error(`There is no bad input ${name}`);
    return input.bytes;
  };

  test('have names of their own', () => {
    expect(new Set(inputs.map((input) => input.name)).size).toBe(inputs.length);
  });

  test('PDFs are what their names say', async () => {
    await expect(pdfText(named('co-mat-khau.pdf'))).rejects.toThrow('password');
    expect(await pdfText(named('500-trang.pdf'))).toHaveLength(500);
    expect(await pdfText(named('501-trang.pdf'))).toHaveLength(501);
    expect((await pdfText(named('co-chu.pdf'))).join()).toContain('tiếp nhận hồ sơ đăng ký');
    await expect(pdfText(named('hong.pdf'))).rejects.toThrow();
  });

  test('the PDF that is signed already carries one signature', async () => {
    const inspection = await inspectPdf(named('da-ky-so.pdf'));
    expect(inspection).toMatchObject({ signatureCount: 1, isEncrypted: false, pageCount: 2 });
  });

  test('pictures are what their names say', async () => {
    const huge = Buffer.from(named('200-megapixel.png'));
    expect(huge.readUInt32BE(16) * huge.readUInt32BE(20)).toBe(200_000_000);
    expect(huge.length).toBeLessThan(2_000_000);
    const fourInks = await loadImage(named('bon-mau.jpg'));
    expect([fourInks.width, fourInks.height]).toEqual([416, 584]);
    const pixels = named('hong.png').subarray(8 + 25 + 8, 8 + 25 + 8 + 5000);
    expect(() => inflateSync(pixels)).toThrow('incorrect header check');
    expect(named('anh-jpeg.pdf').subarray(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
    expect(named('rong.jpg')).toHaveLength(0);
  });
});

function countBy<T>(values: T[], keyOf: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1;
  return counts;
}

function sampleNamed(fileName: string): SampleDocument {
  const sample = samples.find((candidate) => candidate.fileName === fileName);
  if (sample === undefined) throw new Error(`There is no sample ${fileName}`);
  return sample;
}

function textOf(sample: SampleDocument): string {
  const pages = layOutDocument(composeDocument(sample));
  return pages.flatMap((page) => page.lines.map((line) => line.text)).join(' ');
}

/** Check digit of a tax code: weights of the ten-digit form, modulo 11. */
function isTaxCode(code: string): boolean {
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(code[index]), 0);
  return 10 - (sum % 11) === Number(code[9]);
}

function receivedOn(dossierCode: string): string {
  const [, year, month, day] = /-(\d\d)(\d\d)(\d\d)-/u.exec(dossierCode) ?? [];
  return `20${year}-${month}-${day}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function darkestRow(canvas: ReturnType<typeof drawPage>, x: number): number {
  const column = canvas.getContext('2d').getImageData(x, 0, 1, canvas.height).data;
  let darkest = 0;
  for (let y = 0; y < canvas.height; y++) {
    if ((column[y * 4] ?? 255) < (column[darkest * 4] ?? 255)) darkest = y;
  }
  return darkest;
}

/** Text of each page; rejects when pdf.js cannot open the file. */
async function pdfText(bytes: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  try {
    const pdf = await task.promise;
    const texts: string[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const content = await (await pdf.getPage(number)).getTextContent();
      texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
    }
    return texts;
  } finally {
    await task.destroy();
  }
}
