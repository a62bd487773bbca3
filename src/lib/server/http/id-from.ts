import { AppError } from '#lib/domain/app-error.ts';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** An id from an address, in the form that the database knows; anything else is not there. */
export function idFrom(text: string): string {
  if (!UUID.test(text)) throw new AppError('NOT_FOUND');
  return text.toLowerCase();
}
