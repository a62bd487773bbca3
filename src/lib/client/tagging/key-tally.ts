/** Keys that only hold others. */
const modifiers = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Process', 'Dead'];

/** Counts how many keys the documents of a batch cost, to be told at its end. Kept in this tab only. */
export class KeyTally {
  readonly #keys = new Map<string, number>();

  press(documentId: string, key: string): void {
    if (modifiers.includes(key)) return;
    this.#keys.set(documentId, (this.#keys.get(documentId) ?? 0) + 1);
  }

  /** Keys of the middle document; `null` before any key was pressed. */
  get median(): number | null {
    const counts = [...this.#keys.values()].sort((a, b) => a - b);
    return counts[Math.floor((counts.length - 1) / 2)] ?? null;
  }
}
