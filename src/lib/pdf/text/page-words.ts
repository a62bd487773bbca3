import type { Painted } from '../painting/painted.ts';
import { paintPage } from '../painting/painter.ts';
import { uprightBounds } from '../painting/shapes.ts';
import type { PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';

/** A word where the page shows it, or where its invisible text layer says that it stands. */
export type PageWord = { text: string; rectangle: UprightRectangle };

/** The words of a page in the order of its content, those of form XObjects included. */
export function readPageWords(file: PdfFile, page: PdfPage): PageWord[] {
  return wordsOf(page, paintPage(file, page));
}

export function wordsOf(page: PdfPage, painted: readonly Painted[]): PageWord[] {
  return painted.flatMap((item) =>
    item.kind === 'text'
      ? item.words.map(({ text, box }) => ({ text, rectangle: uprightBounds(page, [box]) }))
      : [],
  );
}
