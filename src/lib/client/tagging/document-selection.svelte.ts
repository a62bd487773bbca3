import { SvelteSet } from 'svelte/reactivity';

/** Documents of the list that are edited together, chosen as files are: one, a range, all. */
export class DocumentSelection {
  readonly #ids = new SvelteSet<string>();
  /** Where a range begins. */
  #anchorId: string | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(documentId: string): boolean {
    return this.#ids.has(documentId);
  }

  /** The chosen ones among the documents, in their order. */
  among(documentIds: readonly string[]): string[] {
    return documentIds.filter((id) => this.#ids.has(id));
  }

  toggle(documentId: string): void {
    if (!this.#ids.delete(documentId)) this.#ids.add(documentId);
    this.#anchorId = documentId;
  }

  /** From the last one that was chosen alone (else `fromId`) to this one; other choices end. */
  extendTo(documentId: string, documentIds: readonly string[], fromId: string | undefined): void {
    this.#anchorId ??= fromId ?? documentId;
    const ends = [this.#anchorId, documentId].map((id) => Math.max(0, documentIds.indexOf(id)));
    this.#ids.clear();
    for (const id of documentIds.slice(Math.min(...ends), Math.max(...ends) + 1)) this.#ids.add(id);
  }

  all(documentIds: readonly string[]): void {
    for (const id of documentIds) this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
    this.#anchorId = null;
  }
}
