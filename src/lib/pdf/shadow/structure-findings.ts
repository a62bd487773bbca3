import {
  PdfDict,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfObject,
} from '../objects/pdf-object.ts';
import { reachableObjects } from '../reading/reachable-objects.ts';
import { findGaps } from '../reading/gaps.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { ShadowFinding, ShadowKind } from './shadow-finding.ts';

type Report = (kind: ShadowKind, severity: ShadowFinding['severity']) => void;

/** What the file as a whole holds ready; each kind is told once. */
export function findInStructure(file: PdfFile): ShadowFinding[] {
  const findings = new Map<string, ShadowFinding>();
  const report: Report = (kind, severity) => {
    findings.set(`${kind} ${severity}`, { kind, severity, page: null, rectangle: null });
  };
  const { numbers, dangling } = reachableObjects(file);
  if (dangling.size > 0) report('missing-object', 'warns');
  for (const number of file.objectNumbers) {
    const object = objectOf(file, number);
    if (numbers.has(number)) inspectObject(file, object, report);
    else inspectUnused(file, object, report);
  }
  for (const { start, end } of findGaps(file, 0)) {
    if (holdsObject(file.bytes.subarray(start, end))) report('unlisted-object', 'blocks');
  }
  inspectLayers(file, report);
  if (file.dict(file.catalog.get('AcroForm'))?.has('XFA')) report('dynamic-form', 'blocks');
  return [...findings.values()];
}

/** Actions that reach out of the document, or change what it shows (ISO 32000-1 table 198). */
const dangerousActions = ['Launch', 'ImportData', 'SetOCGState', 'Hide', 'Trans'];
const talkingActions = ['SubmitForm', 'Rendition', 'Movie', 'Sound', 'RichMediaExecute', 'GoToE'];
const MAX_DEPTH = 100;

function inspectObject(file: PdfFile, object: PdfObject, report: Report, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(object)) {
    for (const item of object) inspectObject(file, item, report, depth + 1);
  } else if (object instanceof PdfStream) {
    if (object.dict.has('F') && isFileName(file, object.dict.get('F'))) {
      report('external-content', 'blocks');
    }
    if (object.dict.has('Alternates')) report('alternate-image', 'blocks');
    inspectObject(file, object.dict, report, depth + 1);
  } else if (object instanceof PdfDict) {
    inspectDict(file, object, report);
    for (const item of object.entries.values()) inspectObject(file, item, report, depth + 1);
  }
}

function inspectDict(file: PdfFile, dict: PdfDict, report: Report): void {
  const action = file.name(dict.get('S')) ?? '';
  if (action === 'JavaScript' && dict.has('JS')) report('script', 'blocks');
  const isAction = !dict.has('Type') || file.name(dict.get('Type')) === 'Action';
  if (isAction && dangerousActions.includes(action)) report('action', 'blocks');
  if (isAction && talkingActions.includes(action)) report('action', 'warns');
  if (dict.has('EF')) report('attachment', 'warns');
  const isForm = file.name(dict.get('Subtype')) === 'Form';
  if (isForm && file.dict(dict.get('Ref'))) report('external-content', 'blocks');
}

/** A file specification; /F also shortens /Filter, but then names a filter. */
function isFileName(file: PdfFile, object: PdfObject): boolean {
  const value = file.resolve(object);
  return value instanceof PdfString || value instanceof PdfDict;
}

/** Pages that could take the place of others, and drawings that no page shows. */
function inspectUnused(file: PdfFile, object: PdfObject, report: Report): void {
  const dict = object instanceof PdfStream ? object.dict : object;
  if (!(dict instanceof PdfDict)) return;
  const type = file.name(dict.get('Type')) ?? '';
  if (['Page', 'Pages', 'Catalog'].includes(type)) report('unused-content', 'blocks');
  else if (type === 'XObject' || file.name(dict.get('Subtype')) === 'Form') {
    report('unused-content', 'warns');
  }
}

/** `12 0 obj` */
function holdsObject(bytes: Uint8Array): boolean {
  return /\d\s+\d+\s+obj\b/u.test(new TextDecoder('latin1').decode(bytes));
}

/** Optional content (§8.11): what is off, or off in print, is not what the signer sees. */
function inspectLayers(file: PdfFile, report: Report): void {
  const properties = file.dict(file.catalog.get('OCProperties'));
  const layers = file.array(properties?.get('OCGs')) ?? [];
  if (!properties || layers.length === 0) return;
  const shown = file.dict(properties.get('D'));
  const isOff = (file.array(shown?.get('OFF')) ?? []).length > 0;
  const startsOff = ['OFF', 'Unchanged'].includes(file.name(shown?.get('BaseState')) ?? 'ON');
  const dependsOnUse = (file.array(shown?.get('AS')) ?? []).length > 0;
  if (isOff || startsOff || dependsOnUse) report('hidden-layer', 'blocks');
  else report('layer', 'warns');
}

function objectOf(file: PdfFile, number: number): PdfObject {
  const entry = file.entry(number);
  return file.object(new PdfReference(number, entry?.kind === 'offset' ? entry.generation : 0));
}
