import { AppError } from '#lib/domain/app-error.ts';
import type { Bytes } from '#lib/pki/bytes.ts';
import { dict, name, type PdfReference } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { listFieldNames } from '../reading/signature-fields.ts';
import { IncrementalUpdate } from '../writing/incremental-update.ts';
import { assertSignable } from './assert-signable.ts';
import { addToForm, addToPage, SIGNATURES_EXIST, WIDGET_FLAGS } from './field-tree.ts';
import { toUserSpace, type UprightRectangle } from './page-placement.ts';

export type PlannedField = {
  name: string;
  pageIndex: number;
  /** Upright page, origin bottom left. */
  rectangle: UprightRectangle;
};

/**
 * Appends empty signature fields. Laid down before the first signature they can be signed later
 * without anybody having to allow a new field, a certification included.
 *
 * Errors: `PDF_CANNOT_BE_SIGNED` (name taken, no such page) and those of `openPdf`.
 */
export async function layDownFields(
  pdf: Uint8Array,
  planned: readonly PlannedField[],
): Promise<Bytes> {
  const file = openPdf(pdf);
  assertSignable(file);
  const update = new IncrementalUpdate(file);
  const pages = listPages(file);
  const taken = new Set(listFieldNames(file));
  const added = new Map<number, PdfReference[]>();
  for (const { name: fieldName, pageIndex, rectangle } of planned) {
    const page = pages[pageIndex];
    if (!page?.reference) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no such page' });
    if (taken.has(fieldName)) {
      throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'field name taken' });
    }
    taken.add(fieldName);
    const { left, bottom, right, top } = toUserSpace(page, rectangle);
    const field = update.add(
      dict({
        Type: name('Annot'),
        Subtype: name('Widget'),
        FT: name('Sig'),
        T: textString(fieldName),
        F: WIDGET_FLAGS,
        P: page.reference,
        Rect: [left, bottom, right, top],
      }),
    );
    added.set(pageIndex, [...(added.get(pageIndex) ?? []), field]);
  }
  for (const [pageIndex, fields] of added) {
    const page = pages[pageIndex];
    if (page?.reference) addToPage(file, update, page, page.reference, fields);
  }
  addToForm(file, update, [...added.values()].flat(), SIGNATURES_EXIST);
  return (await update.finish()).bytes;
}
