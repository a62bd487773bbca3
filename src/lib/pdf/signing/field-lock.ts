import { dict, name, PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

/**
 * The /Reference of a signature in a field with /Lock (ISO 32000-2 §12.7.5.5): what the lock names is
 * signed with it as FieldMDP (§12.8.2.4), so that validators hold later changes against it. /P as
 * Acrobat writes it.
 */
export function fieldLockReference(file: PdfFile, lock: PdfDict): PdfObject {
  const root = file.trailer.get('Root');
  const fields = file.array(lock.get('Fields'))?.map((field) => file.resolve(field));
  return [
    dict({
      Type: name('SigRef'),
      TransformMethod: name('FieldMDP'),
      TransformParams: dict({
        Type: name('TransformParams'),
        V: name('1.2'),
        Action: name(file.name(lock.get('Action')) ?? 'All'),
        ...(fields && { Fields: fields }),
        ...(lock.has('P') && { P: file.resolve(lock.get('P')) }),
      }),
      DigestMethod: name('SHA256'),
      ...(root instanceof PdfReference && { Data: root }),
    }),
  ];
}
