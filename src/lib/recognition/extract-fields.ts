import type { MetadataKey, RecognizedField } from '#lib/domain/metadata.ts';
import type { Procedure } from '#lib/domain/procedure.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { documentText } from './document-text.ts';
import { findAbstract } from './fields/abstract.ts';
import { findDossierCode } from './fields/dossier-code.ts';
import { findIssueDate } from './fields/issue-date.ts';
import { findIssuingAgency, type AgencyEntry } from './fields/issuing-agency.ts';
import { findNumberNotation } from './fields/number-notation.ts';
import { findOwner } from './fields/owner.ts';
import { findPaperType } from './fields/paper-type.ts';
import { findSigner } from './fields/signer.ts';
import { findExpiry, findScope } from './fields/validity.ts';

export type ExtractionInput = {
  /** The pages of one document, in order. */
  layers: readonly TextLayer[];
  catalogue?: { procedures?: readonly Procedure[]; agencies?: readonly AgencyEntry[] };
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
export function extractDocument({ layers, catalogue }: ExtractionInput): ExtractedDocument {
  const agencies = catalogue?.agencies ?? [];
  const text = documentText(layers);
  const number = findNumberNotation(
    text,
    agencies.map((agency) => agency.notation),
  );
  const paper = findPaperType(text, number);
  const issuedOn = findIssueDate(text);
  const found: { [Key in MetadataKey]: RecognizedField | undefined } = {
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
  const present = Object.entries(found).filter(([, field]) => field && field.value !== '');
  return { fields: Object.fromEntries(present), absent: {} };
}
