import { PdfDict } from '../objects/pdf-object.ts';
import { readTextString } from '../objects/text-string.ts';
import type { FormField } from '../reading/form-fields.ts';
import { readRectangle } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { appearanceStreams, readAppearance, withoutSpace } from './appearance-content.ts';
import { compareSignatureField, coversPage } from './compare-signature-field.ts';
import { placeOf, type Step } from './step.ts';

/** Belong to filling in (ISO 32000-1 §12.7.4), not to the form as it was signed. */
const filling = ['V', 'AP', 'AS', 'RV', 'I', 'DA', 'Q', 'M'];
const PUSH_BUTTON = 1 << 16;
const READ_ONLY = 1;

/** A field that both states have. */
export function compareField(step: Step, before: FormField, after: FormField): void {
  const [widget] = after.widgets;
  const where = placeOf(step.after, step.pagesAfter, widget ?? after);
  const place = { ...where, fieldName: after.name };
  if (before.widgets.length !== after.widgets.length || before.type !== after.type) {
    step.report('form-structure', 'impossible', '/Kids', place);
    return;
  }
  const changed = changedKeys(step, before, after);
  const oldFlags = before.flags | READ_ONLY;
  if (oldFlags === (after.flags | READ_ONLY) && (before.flags & READ_ONLY) <= after.flags) {
    changed.delete('Ff');
  }
  if (after.type === 'Sig') {
    compareSignatureField(step, before, after, changed, place);
    return;
  }
  for (const key of changed) {
    if (filling.includes(key)) continue;
    const kind = key === 'A' || key === 'AA' ? 'active-content' : 'form-structure';
    step.report(kind, 'impossible', `/${key}`, place);
  }
  const isFilled = !step.isEqual(before.value, after.value);
  if (!isFilled && !filling.some((key) => changed.has(key))) return;
  const isOwn = !coversPage(step, where) && showsOnlyItsValue(step, before, after, isFilled);
  const kind = isOwn ? 'field-filled' : 'appearance-replaced';
  step.report(kind, isOwn ? 'form-filling' : 'impossible', isFilled ? '/V' : '/AP', place);
}

/** Of the field, its widgets, and the fields above it. */
function changedKeys(step: Step, before: FormField, after: FormField): Set<string> {
  const except = ['Kids', 'Parent'];
  const keys = new Set(step.changedKeys(before.dict, after.dict, except));
  for (const [index, widget] of before.widgets.entries()) {
    const now = after.widgets[index]?.dict ?? new PdfDict();
    for (const key of step.changedKeys(widget.dict, now, except)) keys.add(key);
  }
  if (before.flags !== after.flags) keys.add('Ff');
  if (isAnnotation(step.before, before) && isAnnotation(step.after, after)) keys.delete('Type');
  let [old, now] = [parentOf(step.before, before.dict), parentOf(step.after, after.dict)];
  for (let depth = 0; (old ?? now) && depth < 64; depth++) {
    const above = step.changedKeys(old ?? new PdfDict(), now ?? new PdfDict(), [
      ...except,
      'V',
      'Ff',
    ]);
    for (const key of above) keys.add(key);
    [old, now] = [old && parentOf(step.before, old), now && parentOf(step.after, now)];
  }
  return keys;
}

/** With or without saying so: the entry is optional (§12.5.2). */
function isAnnotation(file: PdfFile, { dict }: FormField): boolean {
  return (file.name(dict.get('Type')) ?? 'Annot') === 'Annot';
}

function parentOf(file: PdfFile, dict: PdfDict): PdfDict | null {
  return file.dict(dict.get('Parent'));
}

/**
 * The new look of a field stays in its place and is text on the ground that it had. Without a new
 * value it shows the old one again, perhaps set in another font.
 */
function showsOnlyItsValue(
  step: Step,
  before: FormField,
  after: FormField,
  isFilled: boolean,
): boolean {
  return after.widgets.every((widget, index) => {
    const old = before.widgets[index];
    if (!old) return false;
    if (step.isEqual(old.dict.get('AP'), widget.dict.get('AP'))) {
      return after.type !== 'Btn' || hasHonestState(step.after, after, widget.dict);
    }
    if (after.type === 'Btn' && (after.flags & PUSH_BUTTON) !== 0) return false;
    const formResources = step.after.dict(
      step.after.dict(step.after.catalog.get('AcroForm'))?.get('DR'),
    );
    const oldStreams = appearanceStreams(step.before, old.dict.get('AP'));
    const wasFilled = [...oldStreams.values()].some(
      (stream) => readAppearance(step.before, stream).fills,
    );
    const hasGround = wasFilled || step.before.dict(old.dict.get('MK'))?.has('BG') === true;
    for (const [key, stream] of appearanceStreams(step.after, widget.dict.get('AP'))) {
      const content = readAppearance(step.after, stream, formResources);
      const isPlain =
        !content.drawsPictures && !content.usesType3 && content.strokeWidth <= MAX_LINE_PT;
      if (!isPlain || (content.fills && !hasGround) || !fits(step.after, stream.dict, widget.dict))
        return false;
      const oldStream = oldStreams.get(key);
      if (isFilled || !oldStream) continue;
      const shown = readAppearance(step.before, oldStream, formResources).text;
      const value = valueText(step.after, after);
      const isSameText =
        content.text !== null && (content.text === shown || content.text === value);
      if (!isSameText) return false;
    }
    return true;
  });
}

const MAX_LINE_PT = 4;

/** A check box shows the state that it has. */
function hasHonestState(file: PdfFile, field: FormField, widget: PdfDict): boolean {
  const state = file.name(widget.get('AS'));
  const value = file.name(field.value);
  return state === null || state === 'Off' || state === value;
}

/** The appearance has the size of its place, so that nothing is stretched (§12.5.5). */
function fits(file: PdfFile, form: PdfDict, widget: PdfDict): boolean {
  const [box, place] = [
    readRectangle(file, form.get('BBox')),
    readRectangle(file, widget.get('Rect')),
  ];
  if (!box || !place) return false;
  const sizes = [box, place].map(({ left, bottom, right, top }) =>
    [right - left, top - bottom].sort((a, b) => a - b),
  );
  const [own, wanted] = sizes;
  return [0, 1].every((side) => {
    const [a, b] = [own?.[side] ?? 0, wanted?.[side] ?? 0];
    return Math.abs(a - b) <= Math.max(2, 0.1 * b);
  });
}

function valueText(file: PdfFile, field: FormField): string | null {
  const value = file.string(field.value);
  return value && withoutSpace(readTextString(value));
}
