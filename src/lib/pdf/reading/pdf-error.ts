import { AppError } from '#lib/domain/app-error.ts';
import { PdfSyntaxError } from '../objects/lexer.ts';

/** The structure of the file does not hold; `reason` is for the log, in English. */
export function brokenPdf(reason: string, cause?: unknown): AppError {
  return new AppError('PDF_BROKEN', { reason }, { cause });
}

/** Runs a reader; broken syntax becomes `PDF_BROKEN`. */
export function readOrBroken<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfSyntaxError) throw brokenPdf(error.message, error);
    throw error;
  }
}
