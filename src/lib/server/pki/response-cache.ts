type Entry = { body: Uint8Array; until: number };

export type CacheLimits = { maxBytes: number; maxEntries: number };

/** Answers that may be used again for a while. The one not used for longest goes first. */
export class ResponseCache {
  readonly #limits: CacheLimits;
  readonly #entries = new Map<string, Entry>();
  #sizeBytes = 0;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  get(key: string, now: Date): Uint8Array | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#remove(key, entry);
    if (entry.until <= now.getTime()) return null;
    this.#add(key, entry);
    return entry.body;
  }

  set(key: string, body: Uint8Array, until: Date): void {
    const old = this.#entries.get(key);
    if (old) this.#remove(key, old);
    if (body.length > this.#limits.maxBytes) return;
    this.#add(key, { body, until: until.getTime() });
    for (const [oldest, entry] of this.#entries) {
      if (this.#isWithinLimits()) return;
      this.#remove(oldest, entry);
    }
  }

  #isWithinLimits(): boolean {
    const { maxBytes, maxEntries } = this.#limits;
    return this.#sizeBytes <= maxBytes && this.#entries.size <= maxEntries;
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#sizeBytes += entry.body.length;
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#sizeBytes -= entry.body.length;
  }
}
