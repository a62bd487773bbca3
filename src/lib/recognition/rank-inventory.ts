import { foldDiacritics, foldNumberNotation } from '#lib/domain/fold.ts';
import type { Metadata } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import { editDistance, similarity } from './vietnamese.ts';

export type MatchReason = 'number' | 'dossier' | 'identifier' | 'owner' | 'date' | 'procedure';

export type InventoryCandidate = {
  item: InventoryItem;
  /** 0–1; what agrees less what contradicts. */
  score: number;
  /** What agrees, strongest first. */
  reasons: MatchReason[];
  /** What agrees but for one letter or digit. */
  nearly: MatchReason[];
  /** What was read otherwise than the item has it. */
  contradictions: MatchReason[];
  /** Nothing else comes near it and nothing contradicts: one key may accept it. */
  isUnique: boolean;
};

const weights: Record<MatchReason, number> = {
  number: 0.4,
  dossier: 0.4,
  identifier: 0.25,
  owner: 0.25,
  date: 0.15,
  procedure: 0.1,
};
/** A printed number or dossier code that differs speaks against the item. */
const contradiction = 0.25;
/** One digit apart: rather the next paper of the register than a misread one; looked at, never accepted. */
const NEAR_SHARE = 0.2;
/** Keys of which at least one must agree before one key accepts. */
const strongReasons: readonly MatchReason[] = ['number', 'dossier', 'identifier'];
const LEAST_SCORE = 0.2;
const LEAST_LEAD = 0.2;

/** The still-due items that a document may answer, likeliest first. */
export function rankInventory(
  metadata: Pick<
    Metadata,
    'numberNotation' | 'dossierCode' | 'ownerIdentifier' | 'ownerName' | 'issuedOn'
  >,
  procedureId: string | null,
  items: readonly InventoryItem[],
): InventoryCandidate[] {
  const ranked = items
    .filter((item) => item.state === 'due')
    .map((item) => ({ item, ...compare(metadata, procedureId, item) }))
    .filter((candidate) => candidate.score >= LEAST_SCORE)
    .sort((a, b) => b.sum - a.sum);
  return ranked.map(({ item, sum, score, reasons, nearly, contradictions }, i) => {
    const lead = sum - (ranked[1]?.sum ?? 0);
    const isStrong =
      reasons.length >= 2 && reasons.some((reason) => strongReasons.includes(reason));
    const isUndisputed = contradictions.length === 0 && nearly.length === 0;
    const isUnique = i === 0 && isStrong && isUndisputed && lead >= LEAST_LEAD;
    return { item, score, reasons, nearly, contradictions, isUnique };
  });
}

function compare(
  metadata: Parameters<typeof rankInventory>[0],
  procedureId: string | null,
  item: InventoryItem,
) {
  const found: Record<MatchReason, Agreement> = {
    number: agree(metadata.numberNotation, item.numberNotation, foldNumberNotation),
    dossier: agree(metadata.dossierCode, item.dossierCode, foldNumberNotation),
    identifier: agree(metadata.ownerIdentifier, item.ownerIdentifier, digitsOnly),
    owner: isSameOwner(metadata.ownerName, item.ownerName) ? 'same' : 'unknown',
    date: agree(metadata.issuedOn, item.issuedOn, (date) => date),
    procedure: procedureId !== null && procedureId === item.procedureId ? 'same' : 'unknown',
  };
  const reasonsBy = (agreement: Agreement) =>
    reasonsInOrder.filter((reason) => found[reason] === agreement);
  const reasons = reasonsBy('same');
  const nearly = reasonsBy('near');
  // People have several identifiers, and dates are typed wrongly into old inventories.
  const contradictions = reasonsBy('different').filter(
    (reason) => reason === 'number' || reason === 'dossier',
  );
  const sum = total(reasons) + NEAR_SHARE * total(nearly) - contradictions.length * contradiction;
  return { sum, score: Math.max(0, Math.min(1, sum)), reasons, nearly, contradictions };
}

function total(reasons: readonly MatchReason[]): number {
  return reasons.reduce((sum, reason) => sum + weights[reason], 0);
}

const reasonsInOrder = ['number', 'dossier', 'identifier', 'owner', 'date', 'procedure'] as const;

type Agreement = 'same' | 'near' | 'different' | 'unknown';

function agree(read: string, due: string, fold: (text: string) => string): Agreement {
  if (read.trim() === '' || due.trim() === '') return 'unknown';
  const [a, b] = [fold(read), fold(due)];
  if (a === b) return 'same';
  return a.length >= 6 && editDistance(a, b) === 1 ? 'near' : 'different';
}

function digitsOnly(text: string): string {
  return text.replace(/\D/gu, '');
}

/** The same name but for diacritics and a letter or two that were misread. */
function isSameOwner(read: string, due: string): boolean {
  if (read.trim() === '' || due.trim() === '') return false;
  return similarity(foldDiacritics(read), foldDiacritics(due)) >= 0.9;
}
