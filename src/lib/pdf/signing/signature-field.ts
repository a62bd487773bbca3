import { AppError } from '#lib/domain/app-error.ts';
import { dict, name, PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { listPages, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listFieldNames } from '../reading/signature-fields.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';
import {
  fieldRectangles,
  freeRectangle,
  pageSize,
  scanSignatureRectangle,
  toUserSpace,
  type UprightRectangle,
} from './page-placement.ts';
import { addSignatureAppearance } from './signature-appearance.ts';

/** Print and Locked (ISO 32000-1 §12.5.3); PDF/A asks for Print. */
const WIDGET_FLAGS = 4 | 128;
/** SignaturesExist and AppendOnly (§12.7.2). */
const SIGNATURE_FLAGS = 3;

type FieldOptions = {
  fieldName?: string;
  appearance: {
    lines: readonly string[];
    rectangle?: UprightRectangle;
    fonts: { regular: Uint8Array };
  } | null;
};

/** Adds a signed field with its widget to page 1 and to the interactive form. */
export async function addSignatureField(
  file: PdfFile,
  update: IncrementalUpdate,
  signature: PdfReference,
  options: FieldOptions,
): Promise<{ fieldName: string }> {
  const [page] = listPages(file);
  if (!page?.reference) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no page 1' });
  const fieldName = chooseFieldName(file, options.fieldName);
  const entries = {
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: textString(fieldName),
    V: signature,
    F: WIDGET_FLAGS,
    P: page.reference,
  };
  const shown = await addAppearance(file, update, page, options.appearance);
  const field = update.add(dict({ ...entries, ...shown }));
  addToPage(file, update, page, page.reference, field);
  addToForm(file, update, field);
  return { fieldName };
}

async function addAppearance(
  file: PdfFile,
  update: IncrementalUpdate,
  page: PdfPage,
  appearance: FieldOptions['appearance'],
): Promise<Record<string, PdfObject>> {
  if (!appearance) return { Rect: [0, 0, 0, 0] };
  const size = pageSize(page);
  const place =
    appearance.rectangle ??
    freeRectangle(scanSignatureRectangle(size), fieldRectangles(file, page), size);
  const { left, bottom, right, top } = toUserSpace(page, place);
  const picture = await addSignatureAppearance(update, {
    lines: appearance.lines,
    width: place.width,
    height: place.height,
    rotate: page.rotate,
    regularFont: appearance.fonts.regular,
  });
  return { Rect: [left, bottom, right, top], AP: dict({ N: picture }) };
}

function chooseFieldName(file: PdfFile, wanted: string | undefined): string {
  const taken = new Set(listFieldNames(file));
  if (wanted) {
    if (taken.has(wanted))
      throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'field name taken' });
    return wanted;
  }
  for (let number = 1; ; number++) {
    if (!taken.has(`Signature${number}`)) return `Signature${number}`;
  }
}

function addToPage(
  file: PdfFile,
  update: IncrementalUpdate,
  page: PdfPage,
  reference: PdfReference,
  field: PdfReference,
): void {
  const annotations = page.dict.get('Annots');
  const extended = [...(file.array(annotations) ?? []), field];
  if (annotations instanceof PdfReference) update.set(annotations, extended);
  else update.set(reference, page.dict.with({ Annots: extended }));
}

function addToForm(file: PdfFile, update: IncrementalUpdate, field: PdfReference): void {
  const existing = file.catalog.get('AcroForm');
  const form: PdfDict = file.dict(existing) ?? dict({});
  const fields = form.get('Fields');
  const flags = file.number(form.get('SigFlags')) ?? 0;
  const extended = form.with({
    Fields: [...(file.array(fields) ?? []), field],
    SigFlags: flags | SIGNATURE_FLAGS,
  });
  if (existing instanceof PdfReference) {
    update.set(existing, extended);
    return;
  }
  const root = file.trailer.get('Root');
  if (!(root instanceof PdfReference)) {
    throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'direct catalog' });
  }
  update.set(root, file.catalog.with({ AcroForm: extended }));
}
