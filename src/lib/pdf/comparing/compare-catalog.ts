import { PdfDict } from '../objects/pdf-object.ts';
import type { ChangeKind, Requirement } from './change.ts';
import { compareStructureTree } from './compare-structure-tree.ts';
import type { Step } from './step.ts';

/** Compared on their own, or by what they lead to. */
const elsewhere = ['Type', 'Pages', 'AcroForm', 'DSS', 'Names', 'StructTreeRoot'];

const kinds: Readonly<Record<string, readonly [ChangeKind, Requirement]>> = {
  Metadata: ['metadata', 'nothing'],
  PieceInfo: ['metadata', 'nothing'],
  // Both tell readers which features to expect; a further signature may be of a newer kind.
  Version: ['metadata', 'nothing'],
  Extensions: ['metadata', 'nothing'],
  Perms: ['permissions', 'impossible'],
  Legal: ['permissions', 'impossible'],
  OCProperties: ['layers', 'impossible'],
  OpenAction: ['active-content', 'impossible'],
  AA: ['active-content', 'impossible'],
  AF: ['attachment', 'impossible'],
};

const nameTreeKinds: Readonly<Record<string, ChangeKind>> = {
  JavaScript: 'active-content',
  EmbeddedFiles: 'attachment',
};

/** The catalog (ISO 32000-1 §7.7.2) but for pages, form, and validation data. */
export function compareCatalog(step: Step): void {
  const { before, after } = step;
  const [old, now] = [before.catalog, after.catalog];
  for (const key of step.changedKeys(old, now, elsewhere)) {
    const [kind, needs] = kinds[key] ?? ['document-structure', 'impossible'];
    step.report(kind, needs, `/${key}`);
  }
  const [oldNames, names] = [before.dict(old.get('Names')), after.dict(now.get('Names'))];
  for (const key of step.changedKeys(oldNames ?? new PdfDict(), names ?? new PdfDict())) {
    step.report(nameTreeKinds[key] ?? 'document-structure', 'impossible', `/Names/${key}`);
  }
  compareStructureTree(step);
}
