import { equalBytes } from '#lib/pki/bytes.ts';
import { PdfDict, type PdfObject, type PdfStream } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Step } from './step.ts';

const evidenceKeys = ['Certs', 'CRLs', 'OCSPs'] as const;

/**
 * The DSS dictionary (EN 319 142-1 §5.4.2.2) may come and grow after every signature. It must not
 * lose evidence, nor carry anything but evidence.
 */
export function compareValidationData(step: Step): void {
  const { before, after } = step;
  const [old, now] = [before.catalog.get('DSS'), after.catalog.get('DSS')];
  if (step.isEqual(old, now)) return;
  const [oldData, data] = [before.dict(old), after.dict(now)];
  const isSound =
    data !== null &&
    hasOnlyEvidence(after, data) &&
    evidenceKeys.every((key) => keepsStreams(step, oldData?.get(key) ?? null, data.get(key))) &&
    keepsRelations(step, oldData, data);
  step.report('validation-data', isSound ? 'nothing' : 'impossible', '/DSS');
}

function hasOnlyEvidence(file: PdfFile, data: PdfDict): boolean {
  const known = [...evidenceKeys, 'VRI', 'Type'];
  const hasKnownKeys = [...data.entries.keys()].every((key) => known.some((one) => one === key));
  return hasKnownKeys && evidenceKeys.every((key) => streamsOf(file, data.get(key)) !== null);
}

/** What was known for each signature stays. */
function keepsRelations({ before, after }: Step, old: PdfDict | null, now: PdfDict): boolean {
  const oldRelations = before.dict(old?.get('VRI')) ?? new PdfDict();
  const relations = after.dict(now.get('VRI')) ?? new PdfDict();
  return [...oldRelations.entries.keys()].every(
    (key) => after.dict(relations.get(key)) !== null || before.dict(oldRelations.get(key)) === null,
  );
}

function keepsStreams({ before, after }: Step, old: PdfObject, now: PdfObject): boolean {
  const kept = streamsOf(after, now) ?? [];
  return (streamsOf(before, old) ?? []).every((stream, index) =>
    [kept[index], ...kept].some((other) => other !== undefined && isSameData(stream, other)),
  );

  function isSameData(a: PdfStream, b: PdfStream): boolean {
    return a === b || equalBytes(before.decode(a).data, after.decode(b).data);
  }
}

/** null when something else than streams is listed. */
function streamsOf(file: PdfFile, object: PdfObject): PdfStream[] | null {
  if (file.resolve(object) === null) return [];
  const streams = file.array(object)?.map((item) => file.stream(item));
  return streams?.every((stream) => stream !== null) ? streams : null;
}
