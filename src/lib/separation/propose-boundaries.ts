import type { LegalCode } from './legal-code.ts';
import type { PageClues } from './page-clues.ts';
import type { BoundaryProposal, ContentSign } from './proposal.ts';

/** A page of the stack as the separation sees it, in the order it was scanned. */
export type StackPage = {
  id: string;
  isBlank: boolean;
  isLandscape: boolean;
  /** A separator sheet or its back. */
  isSeparator: boolean;
  legalCode: LegalCode | null;
  /** `null`: not read yet, or nothing on it. */
  clues: PageClues | null;
  /** The person said that no document begins here. */
  joinsPrevious: boolean;
};

/** What is weaker is not worth a look. */
const LEAST_CONFIDENCE = 0.5;

/** Nothing is certain before the official has looked. */
const MOST_CONFIDENCE = 0.99;
const SEPARATOR = MOST_CONFIDENCE;
const OTHER_DOSSIER = 0.985;
const FIRST_CODE = 0.96;
const OTHER_PAPER = 0.85;
const PAGE_COUNT = 0.97;
const BLANK_PAIR = 0.85;
/** What a strong objection of the print leaves of weaker evidence. */
const DOUBTED = 0.7;

/** The document that the pages so far make up. */
type Document = {
  contentPages: number;
  code: LegalCode | null;
  numbers: string[];
  last: StackPage;
};

/**
 * Cuts that the stack proposes, in its order; the first page begins a document anyway. Of several
 * evidences for one page the strongest by rank is told; print that speaks against it lowers the
 * confidence. Before separator sheets the cut is before the first of them.
 */
export function proposeBoundaries(
  pages: readonly StackPage[],
  settings: { pagesPerDocument?: number } = {},
): BoundaryProposal[] {
  const proposals: BoundaryProposal[] = [];
  let document: Document | null = null;
  let aside: StackPage[] = [];
  let blanks = 0;
  for (const page of pages) {
    if (page.isSeparator) {
      aside.push(page);
    } else if (page.isBlank) {
      blanks += 1;
    } else {
      // The blank back alone separates nothing: the person has brought its sheet back.
      const hasSheet = aside.some((each) => !each.isBlank);
      const separatorId = hasSheet ? (aside[0]?.id ?? null) : null;
      const proposal =
        document && proposalFor(page, { document, separatorId, blanks }, settings.pagesPerDocument);
      if (proposal) proposals.push(proposal);
      document = withPage(proposal ? null : document, page);
      aside = [];
      blanks = 0;
    }
  }
  return proposals;
}

type Before = { document: Document; separatorId: string | null; blanks: number };

function proposalFor(
  page: StackPage,
  { document, separatorId, blanks }: Before,
  pagesPerDocument: number | undefined,
): BoundaryProposal | null {
  if (page.joinsPrevious) return null;
  if (separatorId !== null) {
    return { pageId: separatorId, evidence: 'separator-sheet', confidence: SEPARATOR };
  }
  const { signs, confidence: content } = weighContent(page, document);
  const told = signs.length > 0 ? { signs } : {};
  const isContradicted = content < 0.02;
  const doubted = (confidence: number) =>
    isContradicted ? Math.min(confidence, DOUBTED) : Math.max(confidence, content);

  const byCode = legalConfidence(page.legalCode, document);
  if (byCode !== null) {
    const confidence = doubted(byCode);
    return { pageId: page.id, evidence: 'legal-code', confidence, ...told };
  }
  if (page.legalCode && isSameDossier(page.legalCode, document.code)) return null;
  if (pagesPerDocument !== undefined && document.contentPages >= pagesPerDocument) {
    return { pageId: page.id, evidence: 'page-count', confidence: doubted(PAGE_COUNT), ...told };
  }
  if (blanks >= 2) {
    const together = Math.min(MOST_CONFIDENCE, 1 - (1 - BLANK_PAIR) * (1 - content));
    const confidence = isContradicted ? LEAST_CONFIDENCE : together;
    return { pageId: page.id, evidence: 'blank-pair', confidence, ...told };
  }
  if (content < LEAST_CONFIDENCE) return null;
  return { pageId: page.id, evidence: 'content', confidence: content, ...told };
}

/** `null`: the code of the page says nothing about a new document. */
function legalConfidence(code: LegalCode | null, document: Document): number | null {
  if (!code) return null;
  if (!document.code) return FIRST_CODE;
  if (!isSameDossier(code, document.code)) return OTHER_DOSSIER;
  const isOtherPaper =
    code.title !== undefined && document.code.title !== undefined
      ? code.title !== document.code.title
      : code.paperTypeCode !== document.code.paperTypeCode;
  return isOtherPaper ? OTHER_PAPER : null;
}

function isSameDossier(code: LegalCode, other: LegalCode | null): boolean {
  return (
    code.dossierCode === other?.dossierCode &&
    code.procedureCode === other?.procedureCode &&
    code.ownerIdentifier === other?.ownerIdentifier
  );
}

/** Log-odds of each sign, added up. */
const BIAS = -3;
const weights: Record<ContentSign, number> = {
  motto: 2.6,
  number: 2.2,
  agency: 1.2,
  type: 1.2,
  'page-one': 3,
  'previous-ended': 1.8,
};
const LATER_PAGE = -5;
const ANNEX = -4;
const REPEATED_NUMBER = -3;
const PREVIOUS_GOES_ON = -4;
const MID_SENTENCE = -2;
const LANDSCAPE = -1;

function weighContent(
  { clues, isLandscape }: StackPage,
  { last, numbers }: Document,
): { signs: ContentSign[]; confidence: number } {
  if (!clues) return { signs: [], confidence: 0.05 };
  const before = last.clues;
  const signs: ContentSign[] = [];
  if (clues.hasMotto) signs.push('motto');
  if (clues.number !== null && !numbers.includes(clues.number)) signs.push('number');
  if (clues.hasAgency) signs.push('agency');
  if (clues.hasType) signs.push('type');
  if (clues.pageNumber === 1) signs.push('page-one');
  if (before && (before.isEnd || isLastOfTotal(before))) signs.push('previous-ended');

  let odds = BIAS + signs.reduce((sum, sign) => sum + weights[sign], 0);
  if (clues.pageNumber !== null && clues.pageNumber > 1) odds += LATER_PAGE;
  if (clues.isAnnex) odds += ANNEX;
  if (clues.number !== null && numbers.includes(clues.number)) odds += REPEATED_NUMBER;
  if (clues.startsMidSentence) odds += MID_SENTENCE;
  if (isLandscape && !clues.hasMotto) odds += LANDSCAPE;
  if (before && !before.isEnd) {
    if (before.endsMidSentence) odds += MID_SENTENCE;
    if (before.pageTotal !== null && (before.pageNumber ?? 0) < before.pageTotal) {
      odds += PREVIOUS_GOES_ON;
    }
  }
  return { signs, confidence: Math.min(MOST_CONFIDENCE, 1 / (1 + Math.exp(-odds))) };
}

function isLastOfTotal({ pageNumber, pageTotal }: PageClues): boolean {
  return pageTotal !== null && pageNumber === pageTotal;
}

function withPage(document: Document | null, page: StackPage): Document {
  const number = page.clues?.number ?? null;
  return {
    contentPages: (document?.contentPages ?? 0) + 1,
    code: document?.code ?? page.legalCode,
    numbers: [...(document?.numbers ?? []), ...(number === null ? [] : [number])],
    last: page,
  };
}
