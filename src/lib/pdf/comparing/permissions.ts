import type { PdfDict } from '../objects/pdf-object.ts';
import { readTextString } from '../objects/text-string.ts';
import { listSignatureFields } from '../reading/signature-fields.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { openSignedRevision } from '../reading/revisions.ts';
import type { Difference } from './change.ts';

/** What a signature lets others do to the document afterwards (ISO 32000-2 §12.8.2). */
export type RevisionPermissions = {
  /** 1: nothing; 2: fill in forms and sign; 3: also comment. */
  level: 1 | 2 | 3;
  /** A certification: no new fields, whatever its level. */
  isCertified: boolean;
  lockedFields: readonly FieldLock[];
};

/** `include` locks the named fields and those below them, `exclude` all others. */
export type FieldLock = { action: 'all' | 'include' | 'exclude'; fields: readonly string[] };

/** Of an approval signature that says nothing itself. */
export const approvalPermissions: RevisionPermissions = {
  level: 2,
  isCertified: false,
  lockedFields: [],
};

/**
 * DocMDP, FieldMDP and /Lock of a signature, as they stood in the revision that it signed; null when
 * that revision has no such signature.
 */
export function readPermissions(
  file: PdfFile,
  signedLength: number,
  fieldName: string,
): RevisionPermissions | null {
  const signed = openSignedRevision(file, signedLength);
  const field = signed && listSignatureFields(signed).find(({ name }) => name === fieldName);
  if (!signed || !field?.signature) return null;
  const lock = signed.dict(field.dict.get('Lock'));
  const transforms = (signed.array(field.signature.get('Reference')) ?? []).flatMap((item) => {
    const reference = signed.dict(item);
    const method = signed.name(reference?.get('TransformMethod'));
    return reference && method
      ? { method, parameters: signed.dict(reference.get('TransformParams')) }
      : [];
  });
  const certification = transforms.find(({ method }) => method === 'DocMDP');
  const fieldLocks = transforms.filter(({ method }) => method === 'FieldMDP');
  const levels = [
    ...(certification ? [levelOf(signed, certification.parameters) ?? 2] : []),
    ...[lock, ...fieldLocks.map(({ parameters }) => parameters)].flatMap(
      (dict) => levelOf(signed, dict) ?? [],
    ),
  ];
  return {
    level: levels.length > 0 ? strictest(levels) : approvalPermissions.level,
    isCertified: certification !== undefined,
    lockedFields: [lock, ...fieldLocks.map(({ parameters }) => parameters)].flatMap(
      (dict) => (dict && lockOf(signed, dict)) ?? [],
    ),
  };
}

export function isAllowed(difference: Difference, permissions: RevisionPermissions): boolean {
  const { level, isCertified } = permissions;
  switch (difference.needs) {
    case 'nothing':
      return true;
    case 'signing':
    case 'form-filling':
      return level >= 2 && !isLocked(difference.fieldName, permissions);
    case 'new-signature-field':
      return level >= 2 && !isCertified;
    case 'annotating':
      return level >= 3;
    case 'impossible':
      return false;
  }
}

function isLocked(fieldName: string | null, { lockedFields }: RevisionPermissions): boolean {
  if (fieldName === null) return lockedFields.length > 0;
  return lockedFields.some(({ action, fields }) => {
    const isNamed = fields.some((name) => fieldName === name || fieldName.startsWith(`${name}.`));
    return action === 'all' || (action === 'include') === isNamed;
  });
}

/** null when nothing is said; what is none of the three levels permits nothing. */
function levelOf(file: PdfFile, dict: PdfDict | null): 1 | 2 | 3 | null {
  if (!dict?.has('P')) return null;
  const level = file.number(dict.get('P'));
  return level === 2 || level === 3 ? level : 1;
}

function strictest(levels: readonly (1 | 2 | 3)[]): 1 | 2 | 3 {
  if (levels.includes(1)) return 1;
  return levels.includes(2) ? 2 : 3;
}

/** An action that is none of the three locks everything. */
function lockOf(file: PdfFile, dict: PdfDict): FieldLock | null {
  if (!dict.has('Action')) return null;
  const fields = (file.array(dict.get('Fields')) ?? []).flatMap((item) => {
    const name = file.string(item);
    return name ? readTextString(name) : [];
  });
  switch (file.name(dict.get('Action'))) {
    case 'Include':
      return { action: 'include', fields };
    case 'Exclude':
      return { action: 'exclude', fields };
    default:
      return { action: 'all', fields: [] };
  }
}
