import { AppError } from '#lib/domain/app-error.ts';
import { drawProfile, placeAppearance } from '../appearance/draw-profile.ts';
import {
  dict,
  name,
  type PdfDict,
  type PdfObject,
  type PdfReference,
} from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { listPages, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listFieldNames } from '../reading/signature-fields.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';
import type { SignatureAppearance } from './appearance-options.ts';
import { findEmptyField, type EmptyField } from './empty-field.ts';
import { addToForm, addToPage, APPEND_ONLY, SIGNATURES_EXIST, WIDGET_FLAGS } from './field-tree.ts';
import {
  fieldRectangles,
  freeRectangle,
  pageScale,
  pageSize,
  scanSignatureRectangle,
  toUserSpace,
  type UprightRectangle,
} from './page-placement.ts';
import { addSignatureAppearance } from './signature-appearance.ts';

type FieldOptions = {
  /** Of an empty signature field, which is signed where it stands, or of a new one. */
  fieldName?: string;
  appearance: SignatureAppearance | null;
};

/** Where the page shows a signature. */
export type ShownPlace = {
  pageIndex: number;
  rectangle: UprightRectangle;
  /** Nothing told where it belongs: a person should have looked at it. */
  needsConfirmation: boolean;
};

export type AddedField = {
  fieldName: string;
  /** null: the signature is not shown. */
  place: ShownPlace | null;
  /** What signing this field locks; null: nothing. */
  lock: PdfDict | null;
};

/**
 * Adds a signed field with its widget to its page and to the interactive form, or signs the empty
 * field of this name.
 *
 * Errors: `PDF_CANNOT_BE_SIGNED` (no page, name taken), `SIGNING_IMAGE_MISSING`,
 * `IMAGE_NOT_TRANSPARENT`.
 */
export async function addSignatureField(
  file: PdfFile,
  update: IncrementalUpdate,
  signature: PdfReference,
  options: FieldOptions,
): Promise<AddedField> {
  const empty = options.fieldName ? findEmptyField(file, options.fieldName) : null;
  return empty
    ? signEmptyField(file, update, signature, options, empty)
    : addField(file, update, signature, options);
}

async function addField(
  file: PdfFile,
  update: IncrementalUpdate,
  signature: PdfReference,
  { appearance, fieldName: wanted }: FieldOptions,
): Promise<AddedField> {
  const fieldName = chooseFieldName(file, wanted);
  const place = appearance ? placeOf(file, appearance) : null;
  const page = listPages(file)[place?.pageIndex ?? 0];
  if (!page?.reference) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no page 1' });
  const shown = appearance && place ? await draw(file, update, page, appearance, place) : {};
  const field = update.add(
    dict({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: textString(fieldName),
      V: signature,
      F: WIDGET_FLAGS,
      P: page.reference,
      Rect: place ? rectOf(page, place.rectangle) : [0, 0, 0, 0],
      ...shown,
    }),
  );
  addToPage(file, update, page, page.reference, [field]);
  addToForm(file, update, [field], SIGNATURES_EXIST | APPEND_ONLY);
  return { fieldName, place, lock: null };
}

/** The field keeps its place: somebody agreed to it before the first signature. */
async function signEmptyField(
  file: PdfFile,
  update: IncrementalUpdate,
  signature: PdfReference,
  { appearance }: FieldOptions,
  empty: EmptyField,
): Promise<AddedField> {
  const { pageIndex, rectangle } = empty;
  const page = listPages(file)[pageIndex];
  const place = rectangle && page ? { pageIndex, rectangle, needsConfirmation: false } : null;
  const shown =
    appearance && place && page ? await draw(file, update, page, appearance, place) : {};
  const signed = { V: signature };
  if (empty.widget.number === empty.field.number) {
    update.set(empty.field, empty.fieldDict.with({ ...signed, ...shown }));
  } else {
    update.set(empty.field, empty.fieldDict.with(signed));
    update.set(empty.widget, empty.widgetDict.with(shown));
  }
  addToForm(file, update, [], SIGNATURES_EXIST | APPEND_ONLY);
  return { fieldName: empty.name, place, lock: file.dict(empty.fieldDict.get('Lock')) };
}

function placeOf(file: PdfFile, appearance: SignatureAppearance): ShownPlace {
  if ('profile' in appearance) {
    const place = placeAppearance(file, appearance);
    const { rectangle } = appearance;
    return rectangle ? { ...place, rectangle, needsConfirmation: false } : place;
  }
  const [page] = listPages(file);
  if (!page) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no page 1' });
  const size = pageSize(page);
  const taken = [...fieldRectangles(file, page), ...(appearance.occupied ?? [])];
  const rectangle =
    appearance.rectangle ?? freeRectangle(scanSignatureRectangle(size), taken, size);
  return { pageIndex: 0, rectangle, needsConfirmation: false };
}

async function draw(
  file: PdfFile,
  update: IncrementalUpdate,
  page: PdfPage,
  appearance: SignatureAppearance,
  { rectangle }: ShownPlace,
): Promise<Record<string, PdfObject>> {
  const picture =
    'profile' in appearance
      ? await drawProfile(file, update, page, appearance, { rectangle, scale: pageScale(page) })
      : await addSignatureAppearance(update, {
          lines: appearance.lines,
          width: rectangle.width,
          height: rectangle.height,
          rotate: page.rotate,
          regularFont: appearance.fonts.regular,
        });
  return { AP: dict({ N: picture }) };
}

function rectOf(page: PdfPage, place: UprightRectangle): number[] {
  const { left, bottom, right, top } = toUserSpace(page, place);
  return [left, bottom, right, top];
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
