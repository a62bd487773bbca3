import { AppError } from '#lib/domain/app-error.ts';
import { equalBytes } from '#lib/pki/bytes.ts';
import { dict, PdfDict, PdfReference, PdfStream, type PdfObject } from '../objects/pdf-object.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf, type PdfFile } from '../reading/pdf-file.ts';
import { ByteSink } from '../writing/byte-sink.ts';
import { writeObject } from '../writing/write-object.ts';

/**
 * What was appended after a signature. `additions`: only further signatures, validation data and
 * document information. `suspicious`: something that may change what the signed pages say.
 */
export type LaterChanges = 'none' | 'additions' | 'suspicious';

/** Compares the file with its first `signedLength` octets, object by object. */
export function findLaterChanges(file: PdfFile, signedLength: number): LaterChanges {
  try {
    return compareRevisions(file, signedLength);
  } catch (error) {
    if (error instanceof AppError) return 'suspicious';
    throw error;
  }
}

function compareRevisions(file: PdfFile, signedLength: number): LaterChanges {
  const later = file.sections.filter((section) => section.offset >= signedLength);
  if (later.length === 0) return 'none';
  const signed = openPdf(file.bytes.subarray(0, signedLength));
  const continues = file.sections.some((one) => one.offset === signed.sections[0]?.offset);
  const sameRoot = isSame(signed.trailer.get('Root'), file.trailer.get('Root'));
  if (!continues || !sameRoot || file.isEncrypted) return 'suspicious';

  const roles = findRoles(signed);
  const dangling = danglingReferences(signed);
  for (const number of new Set(later.flatMap((section) => [...section.entries.keys()]))) {
    const entry = signed.entry(number);
    if (!entry || entry.kind === 'free') {
      // New objects say nothing by themselves, unless the signed pages already pointed at them.
      if (dangling.has(number)) return 'suspicious';
      continue;
    }
    const before = currentObject(signed, number);
    const after = currentObject(file, number);
    if (isSame(before, after)) continue;
    if (!isAllowedChange(roles.get(number), before, after, signed, file)) return 'suspicious';
  }
  return 'additions';
}

type Role = 'catalog' | 'form' | 'fields' | 'page' | 'annotations' | 'information' | 'empty field';

/** Objects of the signed revision that a later signature has to touch. */
function findRoles(file: PdfFile): Map<number, Role> {
  const roles = new Map<number, Role>();
  const mark = (object: PdfObject, role: Role): void => {
    if (object instanceof PdfReference) roles.set(object.number, role);
  };
  const { catalog } = file;
  for (const page of listPages(file)) {
    mark(page.dict.get('Annots'), 'annotations');
    mark(page.reference, 'page');
  }
  const form = catalog.get('AcroForm');
  for (const field of file.array(file.dict(form)?.get('Fields')) ?? []) {
    const known = file.dict(field);
    if (file.name(known?.get('FT')) === 'Sig' && !known?.has('V')) mark(field, 'empty field');
  }
  mark(file.dict(form)?.get('Fields') ?? null, 'fields');
  mark(form, 'form');
  for (const number of reachable(file, catalog.get('DSS'))) roles.set(number, 'information');
  mark(catalog.get('Metadata'), 'information');
  mark(file.trailer.get('Info'), 'information');
  mark(file.trailer.get('Root'), 'catalog');
  return roles;
}

function isAllowedChange(
  role: Role | undefined,
  before: PdfObject,
  after: PdfObject,
  signed: PdfFile,
  file: PdfFile,
): boolean {
  const isNewSignatureField = (item: PdfObject): boolean => isNewSignature(item, signed, file);
  const extendsList = (a: PdfObject, b: PdfObject): boolean => {
    const old = signed.array(a) ?? [];
    const now = file.array(b) ?? [];
    const keepsOld = old.every((item, index) => isSame(item, now[index] ?? null));
    return keepsOld && now.slice(old.length).every(isNewSignatureField);
  };
  switch (role) {
    case 'information':
      return true;
    case 'fields':
    case 'annotations':
      return extendsList(before, after);
    case 'page':
      return changesOnly(before, after, { Annots: extendsList });
    case 'empty field':
      return changesOnly(before, after, { V: () => true, AP: () => true });
    case 'form':
      return changesOnly(before, after, { Fields: extendsList, SigFlags: () => true });
    case 'catalog':
      return changesOnly(before, after, {
        AcroForm: (a, b) =>
          changesOnly(signed.dict(a) ?? dict({}), file.dict(b), {
            Fields: extendsList,
            SigFlags: () => true,
          }),
        DSS: () => true,
        Extensions: () => true,
        Metadata: () => true,
      });
    case undefined:
      return false;
  }
}

/** A signed field that the signed revision did not have. */
function isNewSignature(item: PdfObject, signed: PdfFile, file: PdfFile): boolean {
  if (!(item instanceof PdfReference)) return false;
  const entry = signed.entry(item.number);
  const field = file.dict(item);
  return (
    (!entry || entry.kind === 'free') &&
    file.name(field?.get('FT')) === 'Sig' &&
    file.dict(field?.get('V')) !== null
  );
}

type Comparison = (before: PdfObject, after: PdfObject) => boolean;

/** Both dictionaries agree but for the given keys, which are compared in their own way. */
function changesOnly(
  before: PdfObject,
  after: PdfObject,
  allowed: Readonly<Record<string, Comparison>>,
): boolean {
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) return false;
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...keys].every((key) => {
    const [a, b] = [before.get(key), after.get(key)];
    return isSame(a, b) || allowed[key]?.(a, b) === true;
  });
}

/** Numbers that the signed revision points at without having such an object. */
function danglingReferences(file: PdfFile): Set<number> {
  const dangling = new Set<number>();
  for (const number of file.objectNumbers) {
    for (const target of referencesIn(currentObject(file, number))) {
      const entry = file.entry(target);
      if (!entry || entry.kind === 'free') dangling.add(target);
    }
  }
  return dangling;
}

function reachable(file: PdfFile, start: PdfObject): Set<number> {
  const found = new Set<number>();
  const waiting = referencesIn(start);
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (found.has(number)) continue;
    found.add(number);
    waiting.push(...referencesIn(currentObject(file, number)));
  }
  return found;
}

function referencesIn(object: PdfObject): number[] {
  if (object instanceof PdfReference) return [object.number];
  if (Array.isArray(object)) return object.flatMap(referencesIn);
  if (object instanceof PdfStream) return referencesIn(object.dict);
  if (object instanceof PdfDict) return [...object.entries.values()].flatMap(referencesIn);
  return [];
}

function currentObject(file: PdfFile, number: number): PdfObject {
  const entry = file.entry(number);
  const generation = entry?.kind === 'offset' ? entry.generation : 0;
  return file.object(new PdfReference(number, generation));
}

function isSame(a: PdfObject, b: PdfObject): boolean {
  return a === b || equalBytes(written(a), written(b));
}

function written(object: PdfObject): Uint8Array {
  const sink = new ByteSink();
  writeObject(sink, object);
  return sink.finish();
}
