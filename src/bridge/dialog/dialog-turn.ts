import { AppError } from '#lib/domain/app-error.ts';

const windowMs = 2 * 60_000;
const maxFruitless = 6;

/**
 * One question to the person at a time, and not again and again: a page whose dialogs are not
 * accepted hopes for a tired click, or locks the token with wrong PINs.
 */
export class DialogTurn {
  readonly #fruitlessAtMs = new Map<string, number[]>();
  #isTaken = false;

  /** Takes the turn until the returned function is called; throws BRIDGE_BUSY, TOO_MANY_REQUESTS. */
  take(origin: string, nowMs: number): () => void {
    if (this.#isTaken) throw new AppError('BRIDGE_BUSY');
    if (this.#recent(origin, nowMs).length >= maxFruitless) {
      throw new AppError('TOO_MANY_REQUESTS');
    }
    this.#isTaken = true;
    return () => {
      this.#isTaken = false;
    };
  }

  /** A dialog that was refused, given a wrong PIN or left unanswered. */
  countFruitless(origin: string, nowMs: number): void {
    this.#fruitlessAtMs.set(origin, [...this.#recent(origin, nowMs), nowMs]);
  }

  #recent(origin: string, nowMs: number): number[] {
    return (this.#fruitlessAtMs.get(origin) ?? []).filter((atMs) => nowMs - atMs < windowMs);
  }
}
