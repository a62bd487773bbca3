/** The current row of a table that is walked with J and K; `-1` before the first step. */
export class RowCursor {
  index = $state(-1);
  readonly #rowCount: () => number;

  constructor(rowCount: () => number) {
    this.#rowCount = rowCount;
  }

  /** Steps by `offset` rows, stops at the ends, and brings the row into view. */
  move(offset: number, table: HTMLElement | null): void {
    const count = this.#rowCount();
    if (count === 0) return;
    this.index = Math.max(0, Math.min(count - 1, this.index + offset));
    const row = table?.querySelectorAll<HTMLElement>('tbody tr')[this.index];
    row?.scrollIntoView({ block: 'nearest' });
  }

  reset(): void {
    this.index = -1;
  }
}
