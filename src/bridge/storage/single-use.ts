/**
 * Remembers what was used once until it could not be accepted any more, so that nothing is
 * accepted twice. Times are milliseconds.
 */
export class SingleUse {
  readonly #usedUntilMs: Map<string, number>;

  constructor(used: Iterable<readonly [string, number]> = []) {
    this.#usedUntilMs = new Map(used);
  }

  /** False when the value was used before; marks it used otherwise. */
  use(value: string, nowMs: number, rememberUntilMs: number): boolean {
    for (const [used, untilMs] of this.#usedUntilMs) {
      if (untilMs < nowMs) this.#usedUntilMs.delete(used);
    }
    if (this.#usedUntilMs.has(value)) return false;
    this.#usedUntilMs.set(value, rememberUntilMs);
    return true;
  }

  entries(): [string, number][] {
    return [...this.#usedUntilMs];
  }
}
