import { PdfDict } from '../objects/pdf-object.ts';
import { listFormFields, type FormField, type Widget } from '../reading/form-fields.ts';
import { compareField } from './compare-field.ts';
import { compareNewField, isSignatureField, isSignedNow } from './compare-signature-field.ts';
import { isFormDefault, keepsDefault } from './form-defaults.ts';
import { placeOf, type Annotation, type Step } from './step.ts';

export type FieldMatches = {
  pairs: readonly { before: FormField; after: FormField }[];
  added: readonly FormField[];
  removed: readonly FormField[];
  /** The annotation is a widget of a field that both states have. */
  isJudged: (annotation: Annotation, state: 'before' | 'after') => boolean;
  /** It is the widget of a signature field that came, or comes onto its own page by being signed. */
  isNewSignature: (annotation: Annotation) => boolean;
};

/** Finds each field again by its fully qualified name. */
export function matchFields(step: Step): FieldMatches {
  const old = listFormFields(step.before);
  const now = listFormFields(step.after);
  const free = new Set(now);
  const byName = Map.groupBy(now, ({ name }) => name);
  const pairs = old.flatMap((before) => {
    const candidates = byName.get(before.name)?.filter((one) => free.has(one)) ?? [];
    const after = candidates.find((one) => isSameObject(one, before)) ?? candidates[0];
    if (!after) return [];
    free.delete(after);
    return { before, after };
  });
  for (const { before, after } of pairs) {
    step.equality.anchor(before.reference, after.reference);
    for (const [index, widget] of before.widgets.entries()) {
      step.equality.anchor(widget.reference, after.widgets[index]?.reference ?? null);
    }
  }
  const added = [...free];
  const matched = new Set(pairs.map((pair) => pair.before));
  const judged = {
    before: widgetKeys(pairs.map((pair) => pair.before)),
    after: widgetKeys(pairs.map((pair) => pair.after)),
  };
  const signedNow = pairs.flatMap(({ before, after }) =>
    isSignedNow(step, before, after) && standsOnItsPage(step, before, after) ? after : [],
  );
  const newSignatures = widgetKeys([...added.filter(isSignatureField), ...signedNow]);
  return {
    pairs,
    added,
    removed: old.filter((field) => !matched.has(field)),
    isJudged: (annotation, state) => judged[state].has(keyOf(annotation)),
    isNewSignature: (annotation) => newSignatures.has(keyOf(annotation)),
  };
}

/** Each widget is on the page that it named (/P) before it was shown. */
function standsOnItsPage(step: Step, before: FormField, after: FormField): boolean {
  return after.widgets.every((widget, index) => {
    const { page } = placeOf(step.after, step.pagesAfter, widget);
    const shown = page === null ? null : (step.pagesAfter[page - 1]?.reference ?? null);
    return shown !== null && step.isEqual(before.widgets[index]?.dict.get('P') ?? null, shown);
  });
}

function isSameObject(a: FormField, b: FormField): boolean {
  return a.reference !== null && a.reference.number === b.reference?.number;
}

function widgetKeys(fields: readonly FormField[]): Set<number | PdfDict> {
  return new Set(fields.flatMap(({ widgets }) => widgets.map(keyOf)));
}

function keyOf({ reference, dict }: Widget): number | PdfDict {
  return reference?.number ?? dict;
}

/** The interactive form (ISO 32000-1 §12.7.2) and its fields. */
export function compareForm(step: Step, { pairs, added, removed }: FieldMatches): void {
  compareFormDictionary(step, [...pairs.map(({ before }) => before), ...removed]);
  for (const field of removed) {
    const [widget] = field.widgets;
    const where = placeOf(step.before, step.pagesBefore, widget ?? field);
    const kind =
      field.type === 'Sig' && field.value !== null ? 'signature-changed' : 'form-structure';
    step.report(kind, 'impossible', '/AcroForm/Fields', { ...where, fieldName: field.name });
  }
  for (const pair of pairs) compareField(step, pair.before, pair.after);
  for (const field of added) compareNewField(step, field);
}

function compareFormDictionary(step: Step, fields: readonly FormField[]): void {
  const { before, after } = step;
  const old = before.dict(before.catalog.get('AcroForm')) ?? new PdfDict();
  const now = after.dict(after.catalog.get('AcroForm')) ?? new PdfDict();
  for (const key of step.changedKeys(old, now, ['Fields'])) {
    const path = `/AcroForm/${key}`;
    if (isFormDefault(key)) {
      const kind = key === 'DR' ? 'resource' : 'form-structure';
      if (!keepsDefault(step, key, fields, [old, now])) step.report(kind, 'impossible', path);
      continue;
    }
    switch (key) {
      case 'SigFlags': {
        const flags = before.number(old.get(key)) ?? 0;
        const isKept = (flags & (after.number(now.get(key)) ?? 0)) === flags;
        if (!isKept) step.report('form-structure', 'impossible', path);
        break;
      }
      case 'NeedAppearances':
        step.report(
          'form-structure',
          after.resolve(now.get(key)) === true ? 'form-filling' : 'nothing',
          path,
        );
        break;
      default:
        step.report('form-structure', 'impossible', path);
    }
  }
}
