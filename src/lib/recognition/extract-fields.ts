import { metadataKeys, type MetadataKey, type RecognizedField } from '#lib/domain/metadata.ts';
import type { Procedure } from '#lib/domain/procedure.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { absences } from './absence.ts';
import { calibrated } from './calibration/model.ts';
import { documentText, type DocumentText, type ReadField } from './document-text.ts';
import { findAbstract } from './fields/abstract.ts';
import { findDossierCode } from './fields/dossier-code.ts';
import { findIssueDate } from './fields/issue-date.ts';
import { findIssuingAgency, type AgencyEntry } from './fields/issuing-agency.ts';
import { findNumberNotation, withTypeOf } from './fields/number-notation.ts';
import { findOwner } from './fields/owner.ts';
import { findPaperType } from './fields/paper-type.ts';
import { findSigner } from './fields/signer.ts';
import { findExpiry, findScope } from './fields/validity.ts';
import { reconciled, type ReadFields } from './reconcile.ts';

export type ExtractionInput = {
  /** The pages of one document, in order. */
  layers: readonly TextLayer[];
  catalogue?: { procedures?: readonly Procedure[]; agencies?: readonly AgencyEntry[] };
  /** `yyyy-mm-dd` in Viet Nam: nothing was issued later. */
  today?: string;
};

export type ExtractedFields = Partial<Record<MetadataKey, RecognizedField>>;

export type ExtractedDocument = {
  fields: ExtractedFields;
  /** How certain it is (0–1) that the paper does not have a field that was not found. */
  absent: Partial<Record<MetadataKey, number>>;
};

/** The fields alone. */
export function extractFields(input: ExtractionInput): ExtractedFields {
  return extractDocument(input).fields;
}

/**
 * What can be read off a result document, by its layout (NĐ 30/2020 PL I) and its language. What
 * cannot be read is left out: a blank is typed, a wrong value is overlooked.
 */
export function extractDocument(input: ExtractionInput): ExtractedDocument {
  const { text, fields, pageConfidence } = readDocument(input);
  const shown: ExtractedFields = {};
  for (const key of metadataKeys) {
    const field = fields[key];
    if (field) shown[key] = calibrated(key, field, pageConfidence);
  }
  const found = new Set(metadataKeys.filter((key) => shown[key] !== undefined));
  return { fields: shown, absent: absences(text, found, pageConfidence, fields.issuedOn?.value) };
}

/** The fields with the evidence for each, before it is calibrated; `pageConfidence` 0–1. */
export function readDocument({ layers, catalogue, today }: ExtractionInput): {
  text: DocumentText;
  fields: ReadFields;
  pageConfidence: number;
} {
  const agencies = catalogue?.agencies ?? [];
  const text = documentText(layers);
  const printed = findNumberNotation(
    text,
    agencies.map((agency) => agency.notation),
  );
  const paper = findPaperType(text, printed);
  const number = printed && paper?.heading ? withTypeOf(printed, paper.type.code) : printed;
  const issuedOn = findIssueDate(text, today);
  const found: { [Key in MetadataKey]: ReadField | undefined } = {
    numberNotation: number?.field,
    issuedOn,
    issuingAgency: findIssuingAgency(text, number, agencies),
    title: paper?.title,
    paperTypeCode: paper?.paperTypeCode,
    abstract: findAbstract(text, number, paper),
    ...findSigner(text),
    ...findOwner(text),
    dossierCode: findDossierCode(text),
    expiresOn: findExpiry(text, issuedOn),
    scope: findScope(text),
  };
  const fields: ReadFields = {};
  for (const key of metadataKeys) {
    const field = found[key];
    if (field && field.value !== '') fields[key] = field;
  }
  return { text, fields: reconciled(fields, text), pageConfidence: worstPage(layers) };
}

/** Pages without text say nothing. */
function worstPage(layers: readonly TextLayer[]): number {
  const read = layers.filter((layer) => layer.lines.length > 0);
  return read.length === 0 ? 0 : Math.min(...read.map((layer) => layer.meanConfidence)) / 100;
}
