import { PdfDict, PdfReference, PdfStream, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from './pdf-file.ts';

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

/** Listed by a cross-reference section, and not as free. */
export function hasObject(file: PdfFile, number: number): boolean {
  const entry = file.entry(number);
  return entry !== undefined && entry.kind !== 'free';
}
