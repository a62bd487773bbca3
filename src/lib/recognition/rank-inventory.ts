import { foldDiacritics, foldNumberNotation } from '#lib/domain/fold.ts';
import type { Metadata } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import { similarity } from './vietnamese.ts';

export type MatchReason = 'number' | 'dossier' | 'identifier' | 'owner' | 'date' | 'procedure';

export type InventoryCandidate = {
  item: InventoryItem;
  /** 0–1; what agrees less what contradicts. */
  score: number;
  /** What agrees, strongest first. */
  reasons: MatchReason[];
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
    .sort((a, b) => b.score - a.score);
  return ranked.map(({ item, score, reasons, isContradicted }, i) => {
    const lead = score - (ranked[1]?.score ?? 0);
    const isStrong =
      reasons.length >= 2 && reasons.some((reason) => strongReasons.includes(reason));
    const isUnique = i === 0 && isStrong && !isContradicted && lead >= LEAST_LEAD;
    return { item, score, reasons, isUnique };
  });
}

function compare(
  metadata: Parameters<typeof rankInventory>[0],
  procedureId: string | null,
  item: InventoryItem,
) {
  const number = agree(metadata.numberNotation, item.numberNotation, foldNumberNotation);
  const dossier = agree(metadata.dossierCode, item.dossierCode, foldNumberNotation);
  const found: Record<MatchReason, boolean> = {
    number: number === 'same',
    dossier: dossier === 'same',
    identifier: agree(metadata.ownerIdentifier, item.ownerIdentifier, digitsOnly) === 'same',
    owner: isSameOwner(metadata.ownerName, item.ownerName),
    date: metadata.issuedOn !== '' && metadata.issuedOn === item.issuedOn,
    procedure: procedureId !== null && procedureId === item.procedureId,
  };
  const reasons = reasonsInOrder.filter((reason) => found[reason]);
  const contradictions = [number, dossier].filter((result) => result === 'different').length;
  const sum = reasons.reduce((total, reason) => total + weights[reason], 0);
  const score = Math.max(0, Math.min(1, sum - contradictions * contradiction));
  return { score, reasons, isContradicted: contradictions > 0 };
}

const reasonsInOrder = ['number', 'dossier', 'identifier', 'owner', 'date', 'procedure'] as const;

function agree(read: string, due: string, fold: (text: string) => string) {
  if (read.trim() === '' || due.trim() === '') return 'unknown';
  return fold(read) === fold(due) ? 'same' : 'different';
}

function digitsOnly(text: string): string {
  return text.replace(/\D/gu, '');
}

/** The same name but for diacritics and a letter or two that were misread. */
function isSameOwner(read: string, due: string): boolean {
  if (read.trim() === '' || due.trim() === '') return false;
  return similarity(foldDiacritics(read), foldDiacritics(due)) >= 0.9;
}
