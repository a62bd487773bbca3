/**
 * What tells that a page begins a document, strongest first: a separator sheet of ours, the legal
 * QR top-left of page 1 with another dossier code (TT 01/2023), the fixed page count of the
 * procedure, two blank pages, and what is printed (letterhead, "Số:", page numbers).
 */
export const boundaryEvidences = [
  'separator-sheet',
  'legal-code',
  'page-count',
  'blank-pair',
  'content',
] as const;
export type BoundaryEvidence = (typeof boundaryEvidences)[number];

/** What of the print speaks for a new document. */
export const contentSigns = [
  'motto',
  'number',
  'agency',
  'type',
  'page-one',
  'previous-ended',
] as const;
export type ContentSign = (typeof contentSigns)[number];

/** A proposed cut before a page; the official decides. */
export type BoundaryProposal = {
  /** The first page of the new document. */
  pageId: string;
  evidence: BoundaryEvidence;
  /** 0–1 */
  confidence: number;
  /** Of the print, where it has a say. */
  signs?: readonly ContentSign[];
};

/** From here on the station cuts by itself; undo takes it back. */
export const SURE_BOUNDARY = 0.95;
