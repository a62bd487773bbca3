import type { PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Step } from './step.ts';

/** Of the file's own structure, or the stream that holds the section (ISO 32000-1 tables 15, 17). */
const structure = ['Size', 'Prev', 'XRefStm', 'ID', 'Encrypt', 'Root'];
const stream = ['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'];

/**
 * The trailer beside the catalog: the information dictionary may change. Private entries may not lead
 * to other data than before: some programs keep another document there, such as the text that an
 * office suite made the pages from, and open that one.
 */
export function compareTrailers(step: Step): void {
  const { before, after } = step;
  const [old, now] = [before.trailer, after.trailer];
  if (!step.isEqual(old.get('Info'), now.get('Info'))) {
    step.report('metadata', 'nothing', '/Info');
  }
  for (const key of step.changedKeys(old, now, ['Info', ...structure, ...stream])) {
    if (holdsStream(after, now.get(key))) {
      step.report('document-structure', 'impossible', `/Trailer/${key}`);
    }
  }
}

/** A document is a stream, alone or in a list that says what it is. */
function holdsStream(file: PdfFile, object: PdfObject): boolean {
  const items = file.array(object) ?? [object];
  return items.some((item) => file.stream(item) !== null);
}
