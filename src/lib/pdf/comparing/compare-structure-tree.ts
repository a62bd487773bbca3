import { PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Step } from './step.ts';

/**
 * The structure tree (ISO 32000-1 §14.7) may gain elements, as a tagged document does for each new
 * signature field; what it said about the pages stays.
 */
export function compareStructureTree(step: Step): void {
  const { before, after } = step;
  const key = 'StructTreeRoot';
  const [old, now] = [before.catalog.get(key), after.catalog.get(key)];
  if (step.isEqual(old, now)) return;
  const [oldRoot, root] = [before.dict(old), after.dict(now)];
  const keepsAll =
    oldRoot !== null &&
    root !== null &&
    step
      .changedKeys(oldRoot, root, ['K', 'ParentTree', 'ParentTreeNextKey'])
      .every((changed) => changed === 'IDTree' && !oldRoot.has(changed)) &&
    keepsKids(step, oldRoot, root) &&
    keepsParentTree(step, oldRoot.get('ParentTree'), root.get('ParentTree'));
  if (!keepsAll) step.report('document-structure', 'impossible', `/${key}`);
}

/** The first level of elements: all old ones, those new ones that are for fields. */
function keepsKids({ before, after, equality }: Step, old: PdfDict, now: PdfDict): boolean {
  equality.anchor(before.catalog.get('StructTreeRoot'), after.catalog.get('StructTreeRoot'));
  const oldKids = kidsOf(before, old);
  const kids = kidsOf(after, now);
  let matched = 0;
  for (const kid of kids) {
    const wanted = oldKids[matched];
    if (wanted !== undefined && keepsElement({ before, after, equality }, wanted, kid)) matched++;
    else if (!isFieldElement(after, kid)) return false;
  }
  return matched === oldKids.length;
}

/** The element as it was, or with further elements for fields below it. */
function keepsElement(
  { before, after, equality }: Pick<Step, 'before' | 'after' | 'equality'>,
  old: PdfObject,
  now: PdfObject,
): boolean {
  if (equality.isEqual(old, now)) return true;
  const [oldElement, element] = [before.dict(old), after.dict(now)];
  if (!oldElement || !element) return false;
  equality.anchor(old, now);
  const keys = new Set([...oldElement.entries.keys(), ...element.entries.keys()]);
  const isSameBeside = [...keys].every(
    (key) => key === 'K' || equality.isEqual(oldElement.get(key), element.get(key)),
  );
  const [oldKids, kids] = [kidsOf(before, oldElement), kidsOf(after, element)];
  return (
    isSameBeside &&
    oldKids.every((kid, index) => equality.isEqual(kid, kids[index] ?? null)) &&
    kids.slice(oldKids.length).every((kid) => isFieldElement(after, kid))
  );
}

/** /Form with nothing below it but the widget, and no words of its own (§14.8.4.5). */
function isFieldElement(file: PdfFile, kid: PdfObject): boolean {
  const element = file.dict(kid);
  if (file.name(element?.get('S')) !== 'Form') return false;
  const speaks = ['Alt', 'ActualText', 'E'].some((key) => element?.has(key));
  const below = element ? kidsOf(file, element) : [];
  return !speaks && below.every((one) => file.name(file.dict(one)?.get('Type')) === 'OBJR');
}

/** A number tree of one level keeps its old entries. */
function keepsParentTree(
  { before, after, equality }: Step,
  old: PdfObject,
  now: PdfObject,
): boolean {
  if (equality.isEqual(old, now)) return true;
  const oldEntries = before.array(before.dict(old)?.get('Nums'));
  const entries = after.array(after.dict(now)?.get('Nums'));
  if (!oldEntries || !entries) return old === null;
  const values = new Map<PdfObject, PdfObject>();
  for (let at = 0; at + 1 < entries.length; at += 2)
    values.set(entries[at] ?? null, entries[at + 1] ?? null);
  for (let at = 0; at + 1 < oldEntries.length; at += 2) {
    const value = values.get(oldEntries[at] ?? null);
    if (value === undefined || !equality.isEqual(oldEntries[at + 1] ?? null, value)) return false;
  }
  return true;
}

function kidsOf(file: PdfFile, element: PdfDict): PdfObject[] {
  const kids = element.get('K');
  const list = file.array(kids);
  if (list) return list;
  return kids instanceof PdfReference || kids !== null ? [kids] : [];
}
