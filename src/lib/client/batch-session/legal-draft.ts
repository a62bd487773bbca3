import type { Page } from '#lib/client/batches/model.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import { withLegalCode } from '#lib/separation/legal-fields.ts';
import type { ReadFields } from './field-draft.ts';
import { legalCodeOf } from './page-codes.ts';

/** What was read of a document with what the legal QR of its first such page says. */
export function withLegalFields(
  read: ReadFields,
  pages: readonly Page[],
  catalogue: Catalogue | null,
): ReadFields {
  for (const [pageIndex, page] of pages.entries()) {
    const legal = legalCodeOf(page);
    if (!legal) continue;
    const { code, box } = legal;
    const procedure = catalogue?.procedures.find((each) => each.code === code.procedureCode);
    return {
      ...read,
      fields: withLegalCode(read.fields, code, { pageIndex, box }),
      procedureId: procedure?.id ?? read.procedureId,
    };
  }
  return read;
}
