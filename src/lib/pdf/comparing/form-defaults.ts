import { PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import type { FormField } from '../reading/form-fields.ts';
import { operatorsOf } from '../reading/page-content.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { appearanceStreams } from './appearance-content.ts';
import type { Step } from './step.ts';

/** Of the form dictionary (ISO 32000-1 table 218): what its fields take where they say nothing. */
export type FormDefault = 'DA' | 'Q' | 'DR';

export function isFormDefault(key: string): key is FormDefault {
  return key === 'DA' || key === 'Q' || key === 'DR';
}

/**
 * Whether a changed default leaves all `fields` of the earlier state as they were. Programs that add
 * a signature or a timestamp often bring defaults along that nothing uses.
 */
export function keepsDefault(
  step: Step,
  key: FormDefault,
  fields: readonly FormField[],
  [old, now]: readonly [PdfDict, PdfDict],
): boolean {
  if (key === 'DR') return keepsResources(step, fields, [old.get('DR'), now.get('DR')]);
  return fields.filter(showsText).every((field) => hasOwn(step.before, field, key));
}

/** Signatures bring their whole look with them. */
function showsText({ type }: FormField): boolean {
  return type !== 'Sig';
}

const MAX_DEPTH = 64;

/** Every widget of the field finds the key at itself or above. */
function hasOwn(file: PdfFile, { widgets }: FormField, key: string): boolean {
  return widgets.every((widget) => {
    let dict: PdfDict | null = widget.dict;
    for (let depth = 0; dict && depth < MAX_DEPTH; depth++) {
      if (dict.has(key)) return true;
      dict = file.dict(dict.get('Parent'));
    }
    return false;
  });
}

/** Fonts that default appearances name, and all else that an appearance takes from the form. */
function keepsResources(
  step: Step,
  fields: readonly FormField[],
  [old, now]: readonly [PdfObject, PdfObject],
): boolean {
  const { before, after } = step;
  const oldResources = before.dict(old) ?? new PdfDict();
  const resources = after.dict(now) ?? new PdfDict();
  const needsFonts = fields.some(showsText);
  const needsAll = fields.some((field) => borrowsResources(before, field));
  return [...oldResources.entries].every(([category, values]) => {
    const isNeeded = needsAll || (needsFonts && category === 'Font');
    if (!isNeeded || step.isEqual(values, resources.get(category))) return true;
    const kept = after.dict(resources.get(category));
    const named = before.dict(values);
    return (
      named !== null &&
      [...named.entries].every(([name, value]) => step.isEqual(value, kept?.get(name) ?? null))
    );
  });
}

/** An appearance of it draws something without resources of its own. */
function borrowsResources(file: PdfFile, { widgets }: FormField): boolean {
  return widgets.some(({ dict }) =>
    [...appearanceStreams(file, dict.get('AP')).values()].some(
      (stream) => !file.dict(stream.dict.get('Resources')) && operatorsOf(file, stream).length > 0,
    ),
  );
}
