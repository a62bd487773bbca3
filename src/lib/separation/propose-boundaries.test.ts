import { describe, expect, test } from 'vitest';
import { SURE_BOUNDARY } from './proposal.ts';
import { proposeBoundaries, type StackPage } from './propose-boundaries.ts';
import { ending, firstPage, middlePage, stackPage } from './testing/printed-page.ts';

const blank = (other: Partial<StackPage> = {}) => stackPage([], other);
const separator = () => stackPage([['TỜ PHÂN CÁCH', 0.3, 0.4]], { isSeparator: true });
const single = (number: string) => stackPage([...firstPage(number), ...ending]);
const dossier = (ordinal: number) => ({ dossierCode: `H42.11-251122-000${ordinal}` });

/** Places of the pages before which a cut is proposed, with what it rests on. */
function cuts(pages: readonly StackPage[], settings?: { pagesPerDocument?: number }) {
  return proposeBoundaries(pages, settings).map(({ pageId, evidence }) => [
    pages.findIndex(({ id }) => id === pageId),
    evidence,
  ]);
}

/** Places where the station cuts by itself. */
function sureCuts(pages: readonly StackPage[], settings?: { pagesPerDocument?: number }) {
  return proposeBoundaries(pages, settings)
    .filter(({ confidence }) => confidence >= SURE_BOUNDARY)
    .map(({ pageId }) => pages.findIndex(({ id }) => id === pageId));
}

describe('separator sheets', () => {
  test('cut before themselves, whatever the pages say', () => {
    const pages = [stackPage(middlePage(2)), separator(), stackPage(middlePage(3))];
    expect(cuts(pages)).toEqual([[1, 'separator-sheet']]);
    expect(sureCuts(pages)).toEqual([1]);
  });

  test('two in a row, with their backs, are one cut', () => {
    const back = () => blank({ isSeparator: true });
    const pages = [
      single('1/QĐ-SVHTT'),
      separator(),
      back(),
      separator(),
      back(),
      single('2/QĐ-SVHTT'),
    ];
    expect(cuts(pages)).toEqual([[1, 'separator-sheet']]);
  });

  test('do not leave their backs as a cut when they are brought back', () => {
    const back = blank({ isSeparator: true });
    expect(cuts([single('1/QĐ-SVHTT'), back, stackPage(middlePage(2))])).toEqual([]);
  });

  test('at either end of the stack cut nothing', () => {
    expect(cuts([separator(), single('1/QĐ-SVHTT'), separator()])).toEqual([]);
  });
});

describe('the legal QR', () => {
  const coded = (ordinal: number, other: Partial<StackPage> = {}) =>
    stackPage(firstPage(`${ordinal}/QĐ-SVHTT`), { legalCode: dossier(ordinal), ...other });

  test('of another dossier begins a document', () => {
    const pages = [coded(1), stackPage(middlePage(2)), coded(2), coded(3)];
    expect(cuts(pages)).toEqual([
      [2, 'legal-code'],
      [3, 'legal-code'],
    ]);
    expect(sureCuts(pages)).toEqual([2, 3]);
  });

  test('repeated on every page of one paper cuts nothing', () => {
    const page = () => stackPage(firstPage('1/QĐ-SVHTT'), { legalCode: dossier(1) });
    expect(cuts([page(), page(), page()])).toEqual([]);
  });

  test('of the same dossier on another paper is only proposed', () => {
    const paper = (title: string) =>
      stackPage([['Nội dung của giấy tờ này được ghi ở đây.', 0.1, 0.4]], {
        legalCode: { ...dossier(1), title },
      });
    const pages = [paper('Giấy phép'), paper('Giấy biên nhận')];
    expect(cuts(pages)).toEqual([[1, 'legal-code']]);
    expect(sureCuts(pages)).toEqual([]);
  });

  test('against the print is only proposed', () => {
    const pages = [
      coded(1),
      stackPage([['Trang 2/3', 0.46, 0.95], ...middlePage(2)], { legalCode: dossier(2) }),
    ];
    expect(cuts(pages)).toEqual([[1, 'legal-code']]);
    expect(sureCuts(pages)).toEqual([]);
  });

  test('that one document lacks leaves the print to tell', () => {
    const pages = [coded(1), single('7/GP-SVHTT'), coded(2)];
    expect(cuts(pages)).toEqual([
      [1, 'content'],
      [2, 'legal-code'],
    ]);
  });
});

describe('a fixed number of pages', () => {
  const unread = () => stackPage([['Nội dung', 0.1, 0.4]], { clues: null });

  test('counts neither blank backs nor separator sheets', () => {
    const pages = [unread(), blank(), unread(), blank(), unread(), blank(), unread(), blank()];
    expect(cuts(pages, { pagesPerDocument: 2 })).toEqual([[4, 'page-count']]);
    expect(sureCuts(pages, { pagesPerDocument: 2 })).toEqual([4]);
  });

  test('begins anew after a stronger cut', () => {
    const pages = [unread(), separator(), unread(), unread(), unread()];
    expect(cuts(pages, { pagesPerDocument: 2 })).toEqual([
      [1, 'separator-sheet'],
      [4, 'page-count'],
    ]);
  });

  test('is only proposed where the print goes on', () => {
    const pages = [stackPage(firstPage('1/QĐ-SVHTT')), stackPage(middlePage(2))];
    expect(cuts(pages, { pagesPerDocument: 1 })).toEqual([[1, 'page-count']]);
    expect(sureCuts(pages, { pagesPerDocument: 1 })).toEqual([]);
  });
});

describe('blank pages', () => {
  const unread = () => stackPage([['Nội dung', 0.1, 0.4]], { clues: null });

  test('two between pages are proposed as a cut, a blank back is not', () => {
    const pages = [unread(), blank(), unread(), blank(), blank(), unread()];
    expect(cuts(pages)).toEqual([[5, 'blank-pair']]);
    expect(sureCuts(pages)).toEqual([]);
  });

  test('at the end of the stack cut nothing', () => {
    expect(cuts([unread(), blank(), blank(), blank()])).toEqual([]);
  });
});

describe('print', () => {
  test('with letterhead and another number after an ending is a sure cut', () => {
    const pages = [single('1/QĐ-SVHTT'), single('2/QĐ-SVHTT'), single('3/GP-SVHTT')];
    expect(cuts(pages)).toEqual([
      [1, 'content'],
      [2, 'content'],
    ]);
    expect(sureCuts(pages)).toEqual([1, 2]);
    const [first] = proposeBoundaries(pages);
    expect(first?.signs).toEqual(['motto', 'number', 'agency', 'type', 'previous-ended']);
  });

  test('keeps pages of one document together, landscape annexes too', () => {
    const pages = [
      stackPage(firstPage('1/QĐ-SVHTT')),
      stackPage(middlePage(2)),
      stackPage([...middlePage(3), ...ending]),
      stackPage([
        ['PHỤ LỤC I', 0.42, 0.06],
        ['(Kèm theo Quyết định số 1/QĐ-SVHTT ngày 02 tháng 3 năm 2024)', 0.25, 0.09],
        ['Số thứ tự Tên di tích Địa điểm Loại hình xếp hạng', 0.1, 0.3],
      ]),
      stackPage([['12 Đình làng Hoa Lư Kiến trúc nghệ thuật', 0.1, 0.2]], { isLandscape: true }),
      blank(),
    ];
    expect(cuts(pages)).toEqual([]);
  });

  test('does not take an enclosed form for a document', () => {
    const pages = [
      single('1/QĐ-SVHTT'),
      stackPage([
        ['Mẫu số 03', 0.75, 0.04],
        ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.35, 0.08],
        ['ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP', 0.35, 0.15],
      ]),
    ];
    expect(cuts(pages)).toEqual([]);
  });

  test('does not cut where the page before says that more pages follow', () => {
    const pages = [
      stackPage([...firstPage('1/QĐ-SVHTT'), ['Trang 1/2', 0.46, 0.95]]),
      stackPage([
        ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.35, 0.08],
        ['GIẤY PHÉP', 0.45, 0.2],
      ]),
    ];
    expect(cuts(pages)).toEqual([]);
  });
});

test('what the person has joined stays joined', () => {
  const joined = { ...single('2/QĐ-SVHTT'), joinsPrevious: true };
  expect(cuts([single('1/QĐ-SVHTT'), joined, single('3/QĐ-SVHTT')])).toEqual([[2, 'content']]);
});
