import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { opaquePng } from '#fixtures/seals/signing-images.ts';
import { officePaper, type PaperSheet } from '#support/office-paper.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { createProfileSigner, facts } from '#support/signed-profile.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { listPages } from '../reading/pages.ts';
import { layDownFields } from '../signing/lay-down-fields.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';

let sign: Awaited<ReturnType<typeof createProfileSigner>>;
let a4: Uint8Array;

beforeAll(async () => {
  sign = await createProfileSigner();
  a4 = await officePaper({ width: 595, height: 842 });
});

type ShownWord = { text: string; left: number; top: number; right: number; bottom: number };

/** Words of one page as poppler reads them, origin top left. */
function shownWords(file: string, page: number): ShownWord[] {
  const text = runTool('pdftotext', '-bbox', '-f', `${page}`, '-l', `${page}`, file, '-');
  const word = /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</gu;
  return [...text.matchAll(word)].map(([, left, top, right, bottom, shown = '']) => ({
    text: shown,
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }));
}

function isInside(word: ShownWord, box: UprightRectangle, pageHeight: number): boolean {
  return (
    word.left >= box.x - 1 &&
    word.right <= box.x + box.width + 1 &&
    word.top >= pageHeight - box.y - box.height - 1.5 &&
    word.bottom <= pageHeight - box.y + 1.5
  );
}

const texts = {
  scan: 'Người quét: Nguyễn Hoàng Phúc Thời gian quét: 22/11/2026 08:15:09 +07:00',
  copy: 'SAO Y Sở Văn hóa, Thể thao và Du lịch tỉnh Minh Hải An 2026-11-22T09:30:00+07:00',
  appendix: '15/QĐ-SVHTTDL 2026-11-22T09:30:00+07:00',
};

const sheets: [string, PaperSheet][] = [
  ['A4', { width: 595, height: 842 }],
  ['A3', { width: 842, height: 1191 }],
  ['a page turned by 90°', { width: 595, height: 842, rotate: 90 }],
  ['a page turned by 180°', { width: 595, height: 842, rotate: 180 }],
  ['a page turned by 270°', { width: 595, height: 842, rotate: 270 }],
  ['a cropped page', { width: 595, height: 842, cropped: { margin: 20, originX: 0, originY: 0 } }],
];

describe.each(sheets)('on %s', (_, sheet) => {
  test.each(['scan', 'copy', 'appendix'] as const)(
    'the text of %s can be read, upright and within its box',
    async (kind) => {
      using folder = temporaryFolder();
      const unsigned = await officePaper(sheet);
      const { pdf, prepared } = await sign(unsigned, kind);
      const file = folder.write('signed.pdf', pdf);
      // Poppler measures from the media box.
      const margin = sheet.cropped?.margin ?? 0;

      const before = shownWords(folder.write('unsigned.pdf', unsigned), 1);
      const added = shownWords(file, 1).filter(
        (word) => !before.some((old) => old.text === word.text && old.left === word.left),
      );

      const place = prepared.shownPlace;
      expect(added.map((word) => word.text).join(' ')).toBe(texts[kind]);
      expect(place?.needsConfirmation).toBe(false);
      const box = place?.rectangle ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const word of added) {
        const moved = {
          ...word,
          left: word.left - margin,
          right: word.right - margin,
          top: word.top - margin,
          bottom: word.bottom - margin,
        };
        expect(isInside(moved, box, sheet.height)).toBe(true);
      }
      expect(qpdfComplaints(file)).toBe('');
      expect(runTool('pdfsig', '-nocert', file)).toContain('Signature is Valid');
    },
  );

  test('approval, issue and appendix leave each other valid, the seal a third over the signature', async () => {
    using folder = temporaryFolder();
    const approved = await sign(await officePaper(sheet), 'approve');
    const issued = await sign(approved.pdf, 'issue');
    const { pdf } = await sign(issued.pdf, 'appendix');
    const file = folder.write('signed.pdf', pdf);

    const signature = approved.prepared.shownPlace;
    const seal = issued.prepared.shownPlace;

    expect(runTool('pdfsig', '-nocert', file).match(/Signature is Valid/gu)).toHaveLength(3);
    expect(qpdfComplaints(file)).toBe('');
    expect(signature?.needsConfirmation).toBe(false);
    expect(seal?.needsConfirmation).toBe(false);
    const [a, b] = [signature?.rectangle, seal?.rectangle];
    if (!a || !b) throw new Error('not shown');
    expect(b.x + b.width - a.x).toBeCloseTo(a.width / 3, 1);
    expect(b.x).toBeLessThan(a.x);
    expect(b.y + b.height / 2).toBeCloseTo(a.y + a.height / 2, 1);
    const ink = await inkOf(file, 2, folder.path);
    expectClose(ink.blue, a, sheet.height);
    expectClose(ink.red, b, sheet.height);
  });
});

type Ink = { left: number; right: number; top: number; bottom: number };

/** Where poppler draws blue and red, points from the top left. */
async function inkOf(file: string, page: number, folder: string): Promise<{ blue: Ink; red: Ink }> {
  const options = ['-png', '-cropbox', '-r', '72', '-f', `${page}`, '-l', `${page}`, '-singlefile'];
  runTool('pdftoppm', ...options, file, `${folder}/page`);
  const image = await loadImage(readFileSync(`${folder}/page.png`));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const none = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const ink = { blue: { ...none }, red: { ...none } };
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    const colour = blue > red + 40 && blue > green + 20 ? 'blue' : red > blue + 40 ? 'red' : null;
    if (!colour) continue;
    const x = (at / 4) % image.width;
    const y = Math.floor(at / 4 / image.width);
    ink[colour].left = Math.min(ink[colour].left, x);
    ink[colour].right = Math.max(ink[colour].right, x + 1);
    ink[colour].top = Math.min(ink[colour].top, y);
    ink[colour].bottom = Math.max(ink[colour].bottom, y + 1);
  }
  return ink;
}

function expectClose(ink: Ink, box: UprightRectangle, pageHeight: number): void {
  // Thin strokes at the ends fade at 72 dpi.
  const tolerance = 6;
  expect(Math.abs(ink.left - box.x)).toBeLessThan(tolerance);
  expect(Math.abs(ink.right - box.x - box.width)).toBeLessThan(tolerance);
  expect(Math.abs(pageHeight - ink.top - box.y - box.height)).toBeLessThan(tolerance);
  expect(Math.abs(pageHeight - ink.bottom - box.y)).toBeLessThan(tolerance);
}

test('a sao y beside the signature of the person who scanned keeps both valid and apart', async () => {
  using folder = temporaryFolder();
  const scanned = await sign(a4, 'scan');
  const copied = await sign(scanned.pdf, 'copy');
  const again = await sign(copied.pdf, 'copy', {
    profile: { ...defaultSigningProfiles.copy, copyForm: 'copy-of-copy' },
  });
  const file = folder.write('signed.pdf', again.pdf);

  expect(runTool('pdfsig', '-nocert', file).match(/Signature is Valid/gu)).toHaveLength(3);
  const [first, second] = [copied.prepared.shownPlace, again.prepared.shownPlace];
  if (!first || !second) throw new Error('not shown');
  const gap = first.rectangle.y - second.rectangle.y - second.rectangle.height;
  const isBeside = second.rectangle.x + second.rectangle.width <= first.rectangle.x;
  expect(gap >= 0 || isBeside).toBe(true);
  expect(runTool('pdftotext', file, '-')).toContain('SAO LỤC');
});

test('a demo certificate is named on the paper', async () => {
  using folder = temporaryFolder();
  const { pdf } = await sign(a4, 'copy', { facts: { ...facts, isDemo: true } });

  const text = runTool('pdftotext', folder.write('signed.pdf', pdf), '-');

  expect(text).toContain('DEMO – không có giá trị pháp lý');
});

test('the longest names still fit, and shrink only when the box cannot grow', async () => {
  using folder = temporaryFolder();
  const agency = 'Văn phòng Đăng ký đất đai chi nhánh khu vực liên phường '.repeat(8).trim();
  const { pdf, prepared } = await sign(a4, 'copy', { facts: { ...facts, agency } });
  const file = folder.write('signed.pdf', pdf);

  const box = prepared.shownPlace?.rectangle;
  if (!box) throw new Error('not shown');
  const words = shownWords(file, 1).filter((word) => /^(?:Văn|đai|liên)$/u.test(word.text));
  expect(words.length).toBeGreaterThan(20);
  for (const word of words) expect(isInside(word, box, 842)).toBe(true);
});

test('the decree’s ten points are kept for an agency of two lines', async () => {
  const { pdf } = await sign(a4, 'copy');
  const file = openPdf(pdf);
  const [page] = listPages(file);
  const [widget] = file.array(page?.dict.get('Annots')) ?? [];
  const form = file.stream(file.dict(file.dict(widget)?.get('AP'))?.get('N'));
  const content = form ? new TextDecoder().decode(file.decode(form).data) : '';

  expect(content).toContain('/F0 10 Tf');
});

test('a prepared field is signed where it stands, and a filled one is refused', async () => {
  using folder = temporaryFolder();
  const rectangle = { x: 333, y: 222, width: 111, height: 55 };
  const withField = await layDownFields(a4, [
    { name: 'ChuKyLanhDao', pageIndex: 1, rectangle },
    { name: 'DauCoQuan', pageIndex: 1, rectangle: { ...rectangle, x: 260 } },
  ]);

  const { pdf, prepared } = await sign(withField, 'approve', { fieldName: 'ChuKyLanhDao' });

  expect(prepared.fieldName).toBe('ChuKyLanhDao');
  expect(prepared.shownPlace).toEqual({ pageIndex: 1, rectangle, needsConfirmation: false });
  const file = folder.write('signed.pdf', pdf);
  expect(runTool('pdfsig', '-nocert', file).match(/Signature is Valid/gu)).toHaveLength(1);
  expect(qpdfComplaints(file)).toBe('');
  const { blue } = await inkOf(file, 2, folder.path);
  expect(blue.left).toBeGreaterThanOrEqual(rectangle.x - 1);
  expect(blue.right).toBeLessThanOrEqual(rectangle.x + rectangle.width + 1);
  expect((blue.left + blue.right) / 2).toBeCloseTo(rectangle.x + rectangle.width / 2, -1);
  const both = await sign(pdf, 'issue', { fieldName: 'DauCoQuan' });
  const twice = runTool('pdfsig', '-nocert', folder.write('both.pdf', both.pdf));
  expect(twice.match(/Signature is Valid/gu)).toHaveLength(2);
  await expect(sign(pdf, 'approve', { fieldName: 'ChuKyLanhDao' })).rejects.toMatchObject({
    code: 'PDF_CANNOT_BE_SIGNED',
  });
});

test('a place that a person confirmed is kept', async () => {
  const rectangle = { x: 100, y: 100, width: 90, height: 50 };

  const { prepared } = await sign(a4, 'approve', { rectangle });

  expect(prepared.shownPlace).toEqual({ pageIndex: 1, rectangle, needsConfirmation: false });
});

test('an image that is missing or opaque is refused before anything is signed', async () => {
  await expect(sign(a4, 'approve', { images: {} })).rejects.toMatchObject({
    code: 'SIGNING_IMAGE_MISSING',
    details: { image: 'signature' },
  });
  await expect(sign(a4, 'issue', { images: { seal: opaquePng() } })).rejects.toMatchObject({
    code: 'IMAGE_NOT_TRANSPARENT',
  });
});
