import { PdfReference, type PdfDict } from '../objects/pdf-object.ts';
import { listPages, readRectangle } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listSignatureFields } from '../reading/signature-fields.ts';
import { toUpright, type UprightRectangle } from './page-placement.ts';

/** A signature field that was laid down before and that nobody has signed. */
export type EmptyField = {
  name: string;
  field: PdfReference;
  fieldDict: PdfDict;
  /** The field itself, or its one widget (ISO 32000-1 §12.5.6.19). */
  widget: PdfReference;
  widgetDict: PdfDict;
  pageIndex: number;
  /** null: the field has no place on a page. */
  rectangle: UprightRectangle | null;
};

/** null when no signature field of this name waits for its signature. */
export function findEmptyField(file: PdfFile, name: string): EmptyField | null {
  const field = listSignatureFields(file).find((one) => one.name === name && !one.signature);
  if (!field?.reference) return null;
  const [kid] = file.array(field.dict.get('Kids')) ?? [];
  const widget = kid instanceof PdfReference ? kid : field.reference;
  const widgetDict = file.dict(widget) ?? field.dict;
  const shown = placeOfWidget(file, widget, widgetDict);
  return {
    name,
    field: field.reference,
    fieldDict: field.dict,
    widget,
    widgetDict,
    pageIndex: shown?.pageIndex ?? 0,
    rectangle: shown?.rectangle ?? null,
  };
}

function placeOfWidget(
  file: PdfFile,
  widget: PdfReference,
  dict: PdfDict,
): Pick<EmptyField, 'pageIndex' | 'rectangle'> | null {
  const pages = listPages(file);
  const pageIndex = pages.findIndex((page) =>
    file
      .array(page.dict.get('Annots'))
      ?.some((item) => item instanceof PdfReference && item.number === widget.number),
  );
  const page = pages[pageIndex];
  const rectangle = readRectangle(file, dict.get('Rect'));
  if (!page || !rectangle) return null;
  const isSeen = rectangle.right > rectangle.left && rectangle.top > rectangle.bottom;
  return isSeen ? { pageIndex, rectangle: toUpright(page, rectangle) } : null;
}
