import { PdfDict, PdfName, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Step } from './step.ts';

/** Lists of streams, in the store and in what it says of single signatures. */
const storeKeys = ['Certs', 'CRLs', 'OCSPs'];
const relationKeys = ['Cert', 'CRL', 'OCSP'];

/**
 * The DSS dictionary (EN 319 142-1 §5.4.2.2) may come, grow and be replaced after every signature, as
 * long as it carries nothing but evidence. Programs drop what a newer timestamp no longer needs;
 * nothing is lost by that, since the stores of all revisions count when signatures are judged.
 */
export function compareValidationData(step: Step): void {
  const { before, after } = step;
  const [old, now] = [before.catalog.get('DSS'), after.catalog.get('DSS')];
  if (step.isEqual(old, now)) return;
  const data = after.resolve(now);
  const isSound = data instanceof PdfDict && hasOnlyEvidence(after, data);
  step.report('validation-data', isSound ? 'nothing' : 'impossible', '/DSS');
}

function hasOnlyEvidence(file: PdfFile, data: PdfDict): boolean {
  const relations = file.resolve(data.get('VRI'));
  return (
    listsStreams(file, data, storeKeys) &&
    hasOnlyKeys(data, [...storeKeys, 'VRI', 'Type']) &&
    (relations === null || (relations instanceof PdfDict && areRelations(file, relations)))
  );
}

/** By the digest of the signature that they are about (ISO 32000-2 table 262). */
function areRelations(file: PdfFile, { entries }: PdfDict): boolean {
  return [...entries.values()].every((value) => {
    const relation = file.resolve(value);
    if (relation instanceof PdfName) return true;
    return (
      relation instanceof PdfDict &&
      listsStreams(file, relation, relationKeys) &&
      hasOnlyKeys(relation, [...relationKeys, 'TU', 'TS', 'Type'])
    );
  });
}

function hasOnlyKeys({ entries }: PdfDict, known: readonly string[]): boolean {
  return [...entries.keys()].every((key) => known.includes(key));
}

function listsStreams(file: PdfFile, dict: PdfDict, keys: readonly string[]): boolean {
  return keys.every((key) => {
    const list: PdfObject = file.resolve(dict.get(key));
    if (list === null) return true;
    return Array.isArray(list) && list.every((item) => file.stream(item) !== null);
  });
}
