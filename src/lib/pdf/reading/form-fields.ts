import { PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import { readTextString } from '../objects/text-string.ts';
import { brokenPdf } from './pdf-error.ts';
import type { PdfFile } from './pdf-file.ts';

/** A place on a page where a field is shown (ISO 32000-1 §12.5.6.19); often the field itself. */
export type Widget = { reference: PdfReference | null; dict: PdfDict };

export type FormField = {
  /** Fully qualified: partial names joined by dots. */
  name: string;
  /** `Tx`, `Btn`, `Ch` or `Sig`, perhaps inherited. */
  type: string | null;
  /** /Ff, perhaps inherited. */
  flags: number;
  /** As it stands, perhaps a reference, perhaps inherited. */
  value: PdfObject;
  reference: PdfReference | null;
  dict: PdfDict;
  widgets: readonly Widget[];
};

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 64;

type Inherited = Pick<FormField, 'name' | 'type' | 'flags' | 'value'>;

/** The fields of the interactive form that hold values themselves (§12.7), in its order. */
export function listFormFields(file: PdfFile): FormField[] {
  const fields: FormField[] = [];
  const seen = new Set<number>();

  const visit = (node: PdfObject, above: Inherited, depth: number): void => {
    if (node instanceof PdfReference) {
      if (seen.has(node.number)) throw brokenPdf('A form field occurs twice');
      seen.add(node.number);
    }
    const dict = file.dict(node);
    if (!dict) return;
    if (depth > MAX_DEPTH || fields.length >= MAX_FIELDS) throw brokenPdf('The form is too large');
    const own = inherit(file, dict, above);
    // A kid without a name is a widget of its parent (§12.7.3.1), not a field.
    const kids = (file.array(dict.get('Kids')) ?? []).flatMap((object) => {
      const kid = file.dict(object);
      return kid ? { object, kid } : [];
    });
    const below = kids.filter(({ kid }) => kid.has('T'));
    const reference = node instanceof PdfReference ? node : null;
    if (below.length === 0) {
      const widgets = kids.map(({ object, kid }) => ({
        reference: object instanceof PdfReference ? object : null,
        dict: kid,
      }));
      const isWidget = widgets.length === 0;
      fields.push({ ...own, reference, dict, widgets: isWidget ? [{ reference, dict }] : widgets });
    }
    for (const { object } of below) visit(object, own, depth + 1);
  };

  const form = file.dict(file.catalog.get('AcroForm'));
  for (const field of file.array(form?.get('Fields')) ?? []) {
    visit(field, { name: '', type: null, flags: 0, value: null }, 0);
  }
  return fields;
}

function inherit(file: PdfFile, dict: PdfDict, above: Inherited): Inherited {
  const partial = file.string(dict.get('T'));
  return {
    name: [above.name, partial ? readTextString(partial) : ''].filter(Boolean).join('.'),
    type: file.name(dict.get('FT')) ?? above.type,
    flags: file.number(dict.get('Ff')) ?? above.flags,
    value: dict.has('V') ? dict.get('V') : above.value,
  };
}
