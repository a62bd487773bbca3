import { describe, expect, test } from 'vitest';
import { rawPdf, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { qrCode } from '#fixtures/codes/code-modules.ts';
import { modulesAsOperators } from '#fixtures/codes/draw-modules.ts';
import { officePaper, paperWords, type PaperSheet } from '#support/office-paper.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { listPages } from '../reading/pages.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';
import { readPageWords } from '../text/page-words.ts';
import { textLines } from '../text/text-lines.ts';
import { placeProfile } from './place-profile.ts';

const sheets: [string, PaperSheet][] = [
  ['A4', { width: 595, height: 842 }],
  ['A4 turned by 90° in the file', { width: 595, height: 842, rotate: 90 }],
  ['A4 turned by 180° in the file', { width: 595, height: 842, rotate: 180 }],
  ['A4 turned by 270° in the file', { width: 595, height: 842, rotate: 270 }],
  ['A3', { width: 842, height: 1191 }],
  ['A5', { width: 420, height: 595 }],
  ['A4 lying', { width: 842, height: 595 }],
  [
    'a cropped page away from the origin',
    { width: 595, height: 842, cropped: { margin: 20, originX: 130, originY: -75 } },
  ],
  [
    'a cropped page that is turned',
    {
      width: 595,
      height: 842,
      rotate: 270,
      cropped: { margin: 12, originX: -40, originY: 55 },
    },
  ],
];

async function open(sheet: PaperSheet) {
  const file = openPdf(await officePaper(sheet));
  const pages = listPages(file).map((page) => readPageWords(file, page));
  return { file, pages };
}

function overlaps(a: UprightRectangle, b: UprightRectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe.each(sheets)('on %s', (_, sheet) => {
  test('the text of the page is read where it is shown', async () => {
    const { pages } = await open(sheet);
    const lines = textLines(pages[1] ?? []);

    const title = lines.find((line) => line.text === 'PHÓ GIÁM ĐỐC');
    const name = lines.find((line) => line.text === paperWords.signerName);

    const middle = (line: typeof title) =>
      line ? (line.rectangle.x + line.rectangle.width / 2) / sheet.width : 0;
    expect(middle(title)).toBeCloseTo(425 / 595, 2);
    expect(middle(name)).toBeCloseTo(425 / 595, 2);
    expect((name?.rectangle.y ?? 0) / sheet.height).toBeCloseTo(1 - 441 / 842, 1);
  });

  test.each(['scan', 'copy', 'appendix'] as const)(
    '%s stands in its corner and covers no word',
    async (kind) => {
      const { file, pages } = await open(sheet);
      const profile = defaultSigningProfiles[kind];

      const { rectangle, needsConfirmation, pageIndex } = placeProfile(file, profile);

      expect(pageIndex).toBe(0);
      expect(needsConfirmation).toBe(false);
      expect(rectangle.y + rectangle.height).toBeLessThanOrEqual(sheet.height);
      expect(rectangle.y).toBeGreaterThan(sheet.height * 0.88);
      const isLeft = rectangle.x + rectangle.width / 2 < sheet.width / 2;
      expect(isLeft).toBe(kind === 'scan');
      const covered = (pages[0] ?? []).filter((word) => overlaps(word.rectangle, rectangle));
      expect(covered).toEqual([]);
    },
  );

  test('approve stands between title and name, in the middle of both', async () => {
    const { file, pages } = await open(sheet);
    const { rectangle, needsConfirmation, pageIndex } = placeProfile(
      file,
      defaultSigningProfiles.approve,
      { imageAspect: 1.8, signerName: paperWords.signerName },
    );

    expect(needsConfirmation).toBe(false);
    expect(pageIndex).toBe(1);
    expect(rectangle.width / rectangle.height).toBeCloseTo(1.8);
    expect((rectangle.x + rectangle.width / 2) / sheet.width).toBeCloseTo(425 / 595, 2);
    const covered = (pages[1] ?? []).filter((word) => overlaps(word.rectangle, rectangle));
    expect(covered).toEqual([]);
    const lines = textLines(pages[1] ?? []);
    const title = lines.find((line) => line.text === 'PHÓ GIÁM ĐỐC');
    const name = lines.find((line) => line.text === paperWords.signerName);
    expect(rectangle.y + rectangle.height).toBeLessThan(title?.rectangle.y ?? 0);
    expect(rectangle.y).toBeGreaterThan(name?.rectangle.y ?? 0);
  });

  test('the seal keeps its real size', async () => {
    const { file } = await open(sheet);

    const { rectangle, needsConfirmation } = placeProfile(file, defaultSigningProfiles.issue);

    expect(rectangle.width).toBeCloseTo((36 / 25.4) * 72, 3);
    expect(rectangle.height).toBeCloseTo((36 / 25.4) * 72, 3);
    expect(needsConfirmation).toBe(true);
  });
});

test('a corner signature moves away from the legal code of a scan', async () => {
  const { file } = await open({ width: 595, height: 842 });
  const code = { x: 36, y: 770, width: 66, height: 66 };

  const { rectangle, needsConfirmation } = placeProfile(file, defaultSigningProfiles.scan, {
    occupied: [code],
  });

  expect(overlaps(rectangle, code)).toBe(false);
  expect(needsConfirmation).toBe(false);
  expect(rectangle.x).toBeGreaterThan(100);
  expect(rectangle.x).toBeLessThan(140);
  expect(rectangle.y).toBeGreaterThan(770);
});

test('a corner signature moves away from a code that is drawn square by square', () => {
  const code = { x: 36, y: 770, size: 60 };
  const file = openPdf(
    rawPdf({
      1: '<</Type/Catalog/Pages 2 0 R>>',
      2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>',
      // On white, as programs draw it; the white itself is no drawing.
      4: rawStream(`1 g 0 0 595 842 re f 0 g\n${modulesAsOperators(qrCode, code)}`),
    }),
  );

  const { rectangle, needsConfirmation } = placeProfile(file, defaultSigningProfiles.scan);

  expect(overlaps(rectangle, { ...code, width: code.size, height: code.size })).toBe(false);
  expect(needsConfirmation).toBe(false);
  expect(rectangle.y).toBeGreaterThan(770);
});

test('a page without room asks a person', async () => {
  const { file } = await open({ width: 595, height: 842 });
  const full = { x: 0, y: 0, width: 595, height: 842 };

  const place = placeProfile(file, defaultSigningProfiles.copy, { occupied: [full] });

  expect(place.needsConfirmation).toBe(true);
});

test('a page without title and name asks a person and proposes the usual place', async () => {
  const { file } = await open({
    width: 595,
    height: 842,
    words: { title: ['chữ không phải chức vụ'], signerName: 'và cũng không phải tên' },
  });

  const place = placeProfile(file, defaultSigningProfiles.approve);

  expect(place.needsConfirmation).toBe(true);
  expect(place.rectangle.x).toBeGreaterThan(297);
  expect(place.rectangle.y).toBeLessThan(421);
});

test.each([
  ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
  ['CHÁNH VĂN PHÒNG'],
  ['TUQ. CHỦ TỊCH', 'GIÁM ĐỐC SỞ TƯ PHÁP'],
  ['TRƯỞNG PHÒNG'],
])('the title %s %s is found', async (...title) => {
  const { file, pages } = await open({ width: 595, height: 842, words: { title } });

  const place = placeProfile(file, defaultSigningProfiles.approve);

  expect(place.needsConfirmation).toBe(false);
  const covered = (pages[1] ?? []).filter((word) => overlaps(word.rectangle, place.rectangle));
  expect(covered).toEqual([]);
});

test('a placement by hand keeps its part of the page on other sizes', async () => {
  const { file } = await open({ width: 842, height: 1191 });
  const placement = { kind: 'fixed', x: 300, y: 421, width: 100, height: 50 } as const;

  const { rectangle } = placeProfile(file, { page: 'first', placement });

  expect((rectangle.x + rectangle.width / 2) / 842).toBeCloseTo(350 / 595, 3);
  expect((rectangle.y + rectangle.height / 2) / 1191).toBeCloseTo(446 / 842, 3);
  expect(rectangle.width).toBeCloseTo(141.5, 0);
});
