import { checkDraft, type MetadataIssue } from '#lib/domain/metadata-rules.ts';
import { fieldValue, isDoubtful, metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';

/** What can have the focus while a document is tagged, in the order of the screen. */
export type FocusTarget = 'procedure' | 'inventory' | MetadataKey;

export function isFieldTarget(target: FocusTarget | null): target is MetadataKey {
  return target !== null && target !== 'procedure' && target !== 'inventory';
}

export const focusOrder: readonly FocusTarget[] = ['procedure', 'inventory', ...metadataKeys];

/** What is known of a document besides its own record. */
export type ReviewContext = {
  /** `yyyy-mm-dd` in Viet Nam. */
  today: string;
  /** Exactly one inventory item fits without doubt, so accepting the document takes it. */
  hasSureProposal: boolean;
  /** The inventory is still being asked: nothing to look at yet, and nothing to accept. */
  isLooking: boolean;
  /** Accepted by the official; counts as soon as the inventory has answered. */
  isAwaited: boolean;
  /** Its pages are still being read, or wait for it. */
  isBeingRead: boolean;
  /** A duplicate was found and no reason to send all the same was given. */
  hasOpenDuplicate: boolean;
};

export const reviewStates = ['reading', 'needs-look', 'unseen', 'awaited', 'done'] as const;
/**
 * `reading`: recognition is not finished; `unseen`: nothing doubtful, waits for the key; `awaited`:
 * accepted, but the inventory has not answered yet.
 */
export type ReviewState = (typeof reviewStates)[number];

/** What needs a look, in the order of the screen. Empty = the document can be accepted as it is. */
export function doubtfulTargets(
  document: BatchDocument,
  context: ReviewContext,
  issues: readonly MetadataIssue[] = checkDraft(document.metadata, context.today),
): FocusTarget[] {
  return focusOrder.filter((target) => {
    // A sure inventory item brings its procedure along.
    if (target === 'procedure') return document.procedureId === null && !context.hasSureProposal;
    if (target === 'inventory') return !isInventoryDecided(document, context);
    return isFieldDoubtful(document, target, issues);
  });
}

/** The next doubtful target after `current`, going round to the start; `null` when none is left. */
export function nextDoubtful(
  doubtful: readonly FocusTarget[],
  current: FocusTarget | null,
): FocusTarget | null {
  const others = doubtful.filter((target) => target !== current);
  const place = current === null ? -1 : focusOrder.indexOf(current);
  return (
    others.find((target) => focusOrder.indexOf(target) > place) ?? others[0] ?? doubtful[0] ?? null
  );
}

export function reviewState(
  document: BatchDocument,
  context: ReviewContext,
  issues?: readonly MetadataIssue[],
): ReviewState {
  if (document.acceptedAt !== undefined) return 'done';
  if (context.isAwaited) return 'awaited';
  if (context.isBeingRead) return 'reading';
  if (context.hasOpenDuplicate) return 'needs-look';
  return doubtfulTargets(document, context, issues).length > 0 ? 'needs-look' : 'unseen';
}

/**
 * The document to go to after `currentId` was accepted: the next that needs a look, going round;
 * then the next that nobody has seen; `null` when every document is done or still being read.
 */
export function nextDocumentId(
  states: readonly { id: string; state: ReviewState }[],
  currentId: string,
): string | null {
  const place = states.findIndex((entry) => entry.id === currentId);
  const round = [...states.slice(place + 1), ...states.slice(0, Math.max(0, place))];
  const next =
    round.find((entry) => entry.state === 'needs-look') ??
    round.find((entry) => entry.state === 'unseen');
  return next?.id ?? null;
}

function isInventoryDecided(document: BatchDocument, context: ReviewContext): boolean {
  return document.inventoryItemId !== undefined || context.hasSureProposal || context.isLooking;
}

function isFieldDoubtful(
  document: BatchDocument,
  key: MetadataKey,
  issues: readonly MetadataIssue[],
): boolean {
  const field = document.metadata[key];
  const own = issues.filter((issue) => issue.key === key);
  if (own.some((issue) => issue.isBlocking)) return true;
  const isTouched = field.isConfirmed || field.typed !== undefined;
  if (own.length > 0) return !isTouched;
  return fieldValue(field) !== '' && isDoubtful(field);
}
