import { AppError } from '#lib/domain/app-error.ts';
import { dict, PdfReference, type PdfDict } from '../objects/pdf-object.ts';
import type { PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';

/** Print and Locked (ISO 32000-1 §12.5.3); PDF/A asks for Print. */
export const WIDGET_FLAGS = 4 | 128;
/** Of the form (§12.7.2). */
export const SIGNATURES_EXIST = 1;
export const APPEND_ONLY = 2;

/** Once per page and update: what an earlier call added would be lost. */
export function addToPage(
  file: PdfFile,
  update: IncrementalUpdate,
  page: PdfPage,
  reference: PdfReference,
  widgets: readonly PdfReference[],
): void {
  const annotations = page.dict.get('Annots');
  const extended = [...(file.array(annotations) ?? []), ...widgets];
  if (annotations instanceof PdfReference) update.set(annotations, extended);
  else update.set(reference, page.dict.with({ Annots: extended }));
}

/** Once per update. Nothing is written when the form says all of this already. */
export function addToForm(
  file: PdfFile,
  update: IncrementalUpdate,
  added: readonly PdfReference[],
  signatureFlags: number,
): void {
  const existing = file.catalog.get('AcroForm');
  const form: PdfDict = file.dict(existing) ?? dict({});
  const flags = file.number(form.get('SigFlags')) ?? 0;
  if (added.length === 0 && (flags & signatureFlags) === signatureFlags) return;
  const extended = form.with({
    Fields: [...(file.array(form.get('Fields')) ?? []), ...added],
    SigFlags: flags | signatureFlags,
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
