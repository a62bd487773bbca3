import { PdfDict, PdfReference, PdfStream, type PdfObject } from '../objects/pdf-object.ts';
import { findGaps } from '../reading/gaps.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
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

type Reachable = { numbers: ReadonlySet<number>; dangling: ReadonlySet<number> };

const reachable = new WeakMap<PdfFile, Reachable>();

/** Numbers that the trailer leads to; `dangling`: those of them without an object. */
export function reachableObjects(file: PdfFile): Reachable {
  const before = reachable.get(file);
  if (before) return before;
  const numbers = new Set<number>();
  const dangling = new Set<number>();
  const waiting: PdfObject[] = [file.trailer.get('Root'), file.trailer.get('Info')];
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    if (object instanceof PdfReference) {
      if (numbers.has(object.number)) continue;
      numbers.add(object.number);
      if (hasObject(file, object.number)) waiting.push(file.object(object));
      else dangling.add(object.number);
    } else if (object instanceof PdfStream) waiting.push(object.dict);
    else if (Array.isArray(object)) for (const item of object) waiting.push(item);
    else if (object instanceof PdfDict)
      for (const item of object.entries.values()) waiting.push(item);
  }
  const found = { numbers, dangling };
  reachable.set(file, found);
  return found;
}

function hasObject(file: PdfFile, number: number): boolean {
  const entry = file.entry(number);
  return entry !== undefined && entry.kind !== 'free';
}

function objectOf(file: PdfFile, number: number): PdfObject {
  const entry = file.entry(number);
  return file.object(new PdfReference(number, entry?.kind === 'offset' ? entry.generation : 0));
}
