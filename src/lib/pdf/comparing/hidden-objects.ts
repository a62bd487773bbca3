import { PdfReference, PdfStream, type PdfObject } from '../objects/pdf-object.ts';
import { findGaps } from '../reading/gaps.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { hasObject, reachableObjects } from '../reading/reachable-objects.ts';
import type { Step } from './step.ts';

/**
 * What a revision brings without the document leading to it: exchanged objects that nothing uses,
 * objects that older ones pointed at in vain, and anything that its cross-references do not list.
 */
export function findHiddenObjects(step: Step, length: number): void {
  const { before, after } = step;
  for (const gap of findGaps(after, length)) {
    const isTail = before === after;
    step.report(isTail ? 'unreadable' : 'hidden-object', 'impossible', `@${gap.start}`);
  }
  const known = new Set(before.sections.map(({ offset }) => offset));
  const added = after.sections.filter(({ offset }) => !known.has(offset));
  const numbers = new Set(added.flatMap(({ entries }) => [...entries.keys()]));
  const { dangling } = reachableObjects(before);
  for (const number of numbers) {
    if (dangling.has(number) && hasObject(after, number)) {
      step.report('missing-object', 'impossible', `#${number}`);
    } else if (isUnused(step, number) && isExchanged(step, number)) {
      step.report('hidden-object', 'impossible', `#${number}`);
    }
  }
}

function isUnused({ before, after }: Step, number: number): boolean {
  return ![before, after].some((file) => reachableObjects(file).numbers.has(number));
}

/** Both revisions have such an object, and it is another one. */
function isExchanged({ before, after, equality }: Step, number: number): boolean {
  if (!hasObject(before, number) || !hasObject(after, number)) return false;
  const [old, now] = [before, after].map((file) => objectOf(file, number));
  if (old === undefined || now === undefined || old === now) return false;
  const isStructure = [old, now].every((object) => isFileStructure(object));
  return !isStructure && !equality.isEqual(old, now);
}

/** Cross-reference and object streams hold no content of their own. */
function isFileStructure(object: PdfObject): boolean {
  const type = object instanceof PdfStream ? object.dict.get('Type') : null;
  const names = ['XRef', 'ObjStm'];
  return type !== null && typeof type === 'object' && 'value' in type && names.includes(type.value);
}

function objectOf(file: PdfFile, number: number): PdfObject {
  const entry = file.entry(number);
  return file.object(new PdfReference(number, entry?.kind === 'offset' ? entry.generation : 0));
}
