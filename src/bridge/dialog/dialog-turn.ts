import { AppError } from '#lib/domain/app-error.ts';

/** Whatever comes of them, not more dialogs than this without one that was accepted. */
const windowMs = 2 * 60_000;
const maxFruitless = 6;
/** One dialog that was turned away may be a slip; after two in a row the person has a rest. */
const maxTurnedAway = 2;
const restMs = 10_000;

/** `turned-away`: refused, closed, unanswered or withdrawn; `failed`: a wrong PIN, a token that left. */
export type FruitlessEnd = 'turned-away' | 'failed';
type Fruitless = { end: FruitlessEnd; atMs: number };

/**
 * One question to the person at a time, and not again and again: a page whose dialogs are not
 * accepted hopes for a tired click, or locks the token with wrong PINs. Whoever mistypes a PIN or
 * closes a dialog by mistake may try again at once.
 */
export class DialogTurn {
  readonly #fruitless = new Map<string, Fruitless[]>();
  #isTaken = false;

  /**
   * Takes the turn until the returned function is called; throws BRIDGE_BUSY, and TOO_MANY_REQUESTS
   * with `retryAfterSeconds`.
   */
  take(origin: string, nowMs: number): () => void {
    if (this.#isTaken) throw new AppError('BRIDGE_BUSY');
    const waitMs = this.#waitMs(origin, nowMs);
    if (waitMs > 0) {
      throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    }
    this.#isTaken = true;
    return () => {
      this.#isTaken = false;
    };
  }

  countFruitless(origin: string, end: FruitlessEnd, nowMs: number): void {
    this.#fruitless.set(origin, [...this.#recent(origin, nowMs), { end, atMs: nowMs }]);
  }

  /** The person did what was asked: what was before does not count any more. */
  countAccepted(origin: string): void {
    this.#fruitless.delete(origin);
  }

  #waitMs(origin: string, nowMs: number): number {
    const recent = this.#recent(origin, nowMs);
    const last = recent.slice(-maxTurnedAway);
    const isTurnedAway =
      last.length === maxTurnedAway && last.every(({ end }) => end === 'turned-away');
    const restUntilMs = isTurnedAway ? (last.at(-1)?.atMs ?? 0) + restMs : 0;
    const oldest = recent.at(-maxFruitless);
    const windowUntilMs = oldest ? oldest.atMs + windowMs : 0;
    return Math.max(restUntilMs, windowUntilMs) - nowMs;
  }

  #recent(origin: string, nowMs: number): Fruitless[] {
    return (this.#fruitless.get(origin) ?? []).filter(({ atMs }) => nowMs - atMs < windowMs);
  }
}
