import { PdfReference, type PdfDict } from '../objects/pdf-object.ts';
import { listFormFields } from './form-fields.ts';
import type { PdfFile } from './pdf-file.ts';

export type SignatureField = {
  /** Fully qualified: partial names joined by dots. */
  name: string;
  reference: PdfReference | null;
  dict: PdfDict;
  /** The signature dictionary; null while nobody signed. */
  signature: PdfDict | null;
  signatureReference: PdfReference | null;
};

/** The signature fields of the interactive form (ISO 32000-1 §12.7), in its order. */
export function listSignatureFields(file: PdfFile): SignatureField[] {
  return listFormFields(file).flatMap(({ name, type, reference, dict, value }) => {
    if (type !== 'Sig') return [];
    return {
      name,
      reference,
      dict,
      signature: file.dict(value),
      signatureReference: value instanceof PdfReference ? value : null,
    };
  });
}

/** Fully qualified names of all fields, so that a new one gets a name of its own. */
export function listFieldNames(file: PdfFile): string[] {
  return listFormFields(file).map((field) => field.name);
}
