import { AppError } from '#lib/domain/app-error.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

/**
 * Refuses what could only be signed by rewriting it or by breaking what is there.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_CANNOT_BE_SIGNED`.
 */
export function assertSignable(file: PdfFile): void {
  if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
  const { catalog } = file;
  const form = file.dict(catalog.get('AcroForm'));
  if (form?.has('XFA')) refuse('XFA form');
  // A certification forbids new fields, whatever it permits (ISO 32000-1 §12.8.2.2).
  if (file.dict(catalog.get('Perms'))?.has('DocMDP')) refuse('certified document');
  if (file.array(catalog.get('Requirements'))) refuse('special requirements');
}

function refuse(reason: string): never {
  throw new AppError('PDF_CANNOT_BE_SIGNED', { reason });
}
