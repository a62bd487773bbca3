import type { TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { pageClues } from '../page-clues.ts';
import type { StackPage } from '../propose-boundaries.ts';

/** A4 at 200 dpi. */
const widthPx = 1654;
const heightPx = 2339;
const LETTER = 20;
const LINE = 34;

/** Text at a place of the page: share of its width for the left end, of its height for the top. */
export type Printed = readonly [text: string, left: number, top: number];

/** The text layer of a page with these lines. */
export function layerOf(lines: readonly Printed[]): TextLayer {
  return { widthPx, heightPx, lines: lines.map(lineOf), meanConfidence: 95 };
}

function lineOf([text, left, top]: Printed): TextLine {
  const y = Math.round(top * heightPx);
  let x = Math.round(left * widthPx);
  const words = text.split(' ').map((word) => {
    const box = { x, y, width: word.length * LETTER, height: LINE };
    x += box.width + LETTER;
    return { text: word, confidence: 95, box };
  });
  const start = Math.round(left * widthPx);
  const width = x - LETTER - start;
  return {
    words,
    box: { x: start, y, width, height: LINE },
    baseline: { x0: start, y0: y + LINE, x1: start + width, y1: y + LINE },
  };
}

let lastId = 0;

/** A page of a stack with these lines on it; without lines it is blank. */
export function stackPage(lines: readonly Printed[], other: Partial<StackPage> = {}): StackPage {
  lastId += 1;
  return {
    id: `page-${lastId}`,
    isBlank: lines.length === 0,
    isLandscape: false,
    isSeparator: false,
    legalCode: null,
    clues: pageClues(layerOf(lines)),
    joinsPrevious: false,
    ...other,
  };
}

const body: readonly Printed[] = [
  ['Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;', 0.16, 0.45],
  ['Theo đề nghị của Trưởng phòng Quản lý văn hóa tại tờ trình đã nêu.', 0.16, 0.5],
  ['Điều 1. Cấp giấy phép cho tổ chức có tên tại hồ sơ kèm theo quyết định.', 0.16, 0.55],
];

/** Page 1 of a document of an office (NĐ 30/2020 PL I). */
export function firstPage(number: string): readonly Printed[] {
  return [
    ['UBND TỈNH NINH BÌNH', 0.1, 0.06],
    ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.45, 0.06],
    ['SỞ VĂN HÓA VÀ THỂ THAO', 0.1, 0.08],
    ['Độc lập - Tự do - Hạnh phúc', 0.52, 0.08],
    [`Số: ${number}`, 0.14, 0.11],
    ['QUYẾT ĐỊNH', 0.42, 0.2],
    ...body,
  ];
}

/** A page in the middle, of which the text goes on. */
export function middlePage(ordinal: number): readonly Printed[] {
  return [
    [String(ordinal), 0.495, 0.04],
    ['và các khoản khác theo quy định của pháp luật về văn hóa, thể thao và du lịch.', 0.16, 0.1],
    ...body,
    ['Các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành theo phân công', 0.16, 0.9],
  ];
}

/** The foot of the last page: who gets it and who signs. */
export const ending: readonly Printed[] = [
  ['Nơi nhận:', 0.1, 0.75],
  ['KT. GIÁM ĐỐC', 0.6, 0.75],
  ['PHÓ GIÁM ĐỐC', 0.6, 0.77],
  ['- Như Điều 3;', 0.1, 0.78],
  ['- Lưu: VT, QLVH.', 0.1, 0.8],
  ['Nguyễn Thị Hồng Ánh', 0.58, 0.88],
];
