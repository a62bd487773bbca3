import { PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import { readTextString } from '../objects/text-string.ts';
import { brokenPdf } from './pdf-error.ts';
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

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 64;

/** The signature fields of the interactive form (ISO 32000-1 §12.7), in its order. */
export function listSignatureFields(file: PdfFile): SignatureField[] {
  return listFields(file).flatMap((field) => {
    if (field.type !== 'Sig') return [];
    const value = field.value;
    return {
      name: field.name,
      reference: field.reference,
      dict: field.dict,
      signature: file.dict(value),
      signatureReference: value instanceof PdfReference ? value : null,
    };
  });
}

/** Fully qualified names of all fields, so that a new one gets a name of its own. */
export function listFieldNames(file: PdfFile): string[] {
  return listFields(file).map((field) => field.name);
}

type Field = {
  name: string;
  type: string | null;
  value: PdfObject;
  reference: PdfReference | null;
  dict: PdfDict;
};

function listFields(file: PdfFile): Field[] {
  const fields: Field[] = [];
  const seen = new Set<number>();

  const visit = (
    node: PdfObject,
    above: Omit<Field, 'reference' | 'dict'>,
    depth: number,
  ): void => {
    if (node instanceof PdfReference) {
      if (seen.has(node.number)) throw brokenPdf('A form field occurs twice');
      seen.add(node.number);
    }
    const dict = file.dict(node);
    if (!dict) return;
    if (depth > MAX_DEPTH || fields.length >= MAX_FIELDS) throw brokenPdf('The form is too large');
    const partial = file.string(dict.get('T'));
    const field = {
      name: [above.name, partial ? readTextString(partial) : ''].filter(Boolean).join('.'),
      type: file.name(dict.get('FT')) ?? above.type,
      value: dict.has('V') ? dict.get('V') : above.value,
    };
    // A kid without a name is a widget of its parent (§12.7.3.1), not a field.
    const kids = (file.array(dict.get('Kids')) ?? []).filter((kid) => file.dict(kid)?.has('T'));
    const reference = node instanceof PdfReference ? node : null;
    if (kids.length === 0) fields.push({ ...field, reference, dict });
    for (const kid of kids) visit(kid, field, depth + 1);
  };

  const form = file.dict(file.catalog.get('AcroForm'));
  for (const field of file.array(form?.get('Fields')) ?? []) {
    visit(field, { name: '', type: null, value: null }, 0);
  }
  return fields;
}
