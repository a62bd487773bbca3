import { PdfReference, type PdfDict } from '../objects/pdf-object.ts';
import type { FormField } from '../reading/form-fields.ts';
import { uprightSize } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { placeOf, type Place, type Step } from './step.ts';

export function isSignatureField(field: FormField): boolean {
  return field.type === 'Sig';
}

/** A field that waited for its signature has got it. */
export function isSignedNow(step: Step, before: FormField, after: FormField): boolean {
  const wasSigned = step.before.resolve(before.value) !== null;
  return after.type === 'Sig' && !wasSigned && step.after.resolve(after.value) !== null;
}

/** A field that came: only signatures may, and what they show must leave the page readable. */
export function compareNewField(step: Step, field: FormField): void {
  const [widget, ...others] = field.widgets;
  const where = widget
    ? placeOf(step.after, step.pagesAfter, widget)
    : { page: null, rectangle: null };
  const place = { ...where, fieldName: field.name };
  const hasBehaviour = widget && ['A', 'AA'].some((key) => widget.dict.has(key));
  if (!isSignatureField(field) || others.length > 0 || hasBehaviour) {
    step.report('form-structure', 'impossible', '/AcroForm/Fields', place);
    return;
  }
  const kind = kindOfSignature(step.after, field);
  const isInvisible = where.rectangle === null || isEmpty(where);
  const needs =
    coversPage(step, where) || isRecycled(step, field)
      ? 'impossible'
      : kind === 'timestamp-added' && isInvisible
        ? 'nothing'
        : 'new-signature-field';
  step.report(kind, needs, '/AcroForm/Fields', place);
}

/** A field that waited for its signature, or one that has one already. */
export function compareSignatureField(
  step: Step,
  before: FormField,
  after: FormField,
  changed: ReadonlySet<string>,
  place: Place & { fieldName: string },
): void {
  const wasSigned = step.before.resolve(before.value) !== null;
  const isSigned = step.after.resolve(after.value) !== null;
  if (wasSigned) {
    if (!step.isEqual(before.value, after.value)) {
      step.report('signature-changed', 'impossible', '/V', place);
    }
    for (const key of changed) {
      const kind = key === 'AP' || key === 'AS' ? 'appearance-replaced' : 'form-structure';
      if (key !== 'V') step.report(kind, 'impossible', `/${key}`, place);
    }
    return;
  }
  for (const key of changed) {
    if (isSigned && (key === 'AP' || key === 'AS')) continue;
    if (key === 'V' || (key === 'F' && isSigned && onlyLocks(step, before, after))) continue;
    const kind = key === 'AP' ? 'appearance-replaced' : 'form-structure';
    step.report(kind, 'impossible', `/${key}`, place);
  }
  if (!isSigned) return;
  const kind = kindOfSignature(step.after, after);
  const isSilent = kind === 'timestamp-added' && !changed.has('AP');
  const isImpossible = isRecycled(step, after) || (!isSilent && coversPage(step, place));
  step.report(kind, isImpossible ? 'impossible' : isSilent ? 'nothing' : 'signing', '/V', place);
}

/**
 * The signature that comes lay in the file before: an earlier one that is shown as if its signer had
 * signed once more, or one that waited unseen.
 */
function isRecycled({ before, after }: Step, { value }: FormField): boolean {
  if (!(value instanceof PdfReference)) return false;
  const entry = before.entry(value.number);
  return entry !== undefined && entry.kind !== 'free' && entry === after.entry(value.number);
}

const PRINT_AND_LOCKED = 4 | 128;

/** Signing may turn on Print and Locked (§12.5.3), nothing else. */
function onlyLocks(step: Step, before: FormField, after: FormField): boolean {
  const [old, now] = [
    step.before.number(before.widgets[0]?.dict.get('F')) ?? 0,
    step.after.number(after.widgets[0]?.dict.get('F')) ?? 0,
  ];
  return (old | PRINT_AND_LOCKED) === (now | PRINT_AND_LOCKED);
}

function kindOfSignature(
  file: PdfFile,
  field: FormField,
): 'signature-added' | 'timestamp-added' | 'signature-field-added' {
  const signature: PdfDict | null = file.dict(field.value);
  if (!signature) return 'signature-field-added';
  const isTimestamp = file.name(signature.get('SubFilter')) === 'ETSI.RFC3161';
  return isTimestamp ? 'timestamp-added' : 'signature-added';
}

function isEmpty({ rectangle }: Place): boolean {
  return rectangle === null || rectangle.width * rectangle.height === 0;
}

const MAX_SHARE_OF_PAGE = 0.5;

/** So large that the signature could pass for the page. */
export function coversPage(step: Step, { page, rectangle }: Place): boolean {
  const shown = page === null ? undefined : step.pagesAfter[page - 1];
  if (!shown || !rectangle) return false;
  const { width, height } = uprightSize(shown);
  return rectangle.width * rectangle.height > MAX_SHARE_OF_PAGE * width * height;
}
