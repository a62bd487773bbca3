import { chosenInOrder } from './chosen-pages.ts';

/**
 * Which pages are chosen. Keys and clicks work on the order of the screen; a page that disappears
 * is forgotten, and its neighbour takes the focus.
 */
export class PageSelection {
  readonly #order: () => readonly string[];
  #chosen = $state.raw<readonly string[]>([]);
  #focused = $state.raw<string | null>(null);
  /** Every page asks for itself: with hundreds of them a list would be searched too often. */
  readonly #chosenInOrder = $derived.by(() =>
    chosenInOrder(this.#order(), this.#chosen, this.focused),
  );
  /** Where the range that Shift extends begins. */
  #anchor: string | null = null;
  /** Place of the focused page when it was last seen. */
  #place = 0;

  constructor(order: () => readonly string[]) {
    this.#order = order;
  }

  /** The page that keys act on and that the preview shows. */
  get focused(): string | null {
    const order = this.#order();
    if (this.#focused !== null && order.includes(this.#focused)) return this.#focused;
    return order[Math.min(this.#place, order.length - 1)] ?? null;
  }

  /** Chosen pages in the order of the screen; at least the focused one. */
  get chosen(): readonly string[] {
    return [...this.#chosenInOrder];
  }

  isChosen(pageId: string): boolean {
    return this.#chosenInOrder.has(pageId);
  }

  choose(pageId: string): void {
    this.#focus(pageId);
    this.#anchor = pageId;
    this.#chosen = [pageId];
  }

  /** From the page chosen last to this one. */
  extendTo(pageId: string): void {
    const order = this.#order();
    const anchor = this.#anchor ?? this.focused ?? pageId;
    const [from, to] = [order.indexOf(anchor), order.indexOf(pageId)].sort((a, b) => a - b);
    this.#focus(pageId);
    this.#anchor = anchor;
    this.#chosen = order.slice(from, (to ?? 0) + 1);
  }

  toggle(pageId: string): void {
    const chosen = this.chosen;
    this.#focus(pageId);
    this.#anchor = pageId;
    this.#chosen = chosen.includes(pageId)
      ? chosen.filter((id) => id !== pageId)
      : [...chosen, pageId];
  }

  /** What is chosen only by its place stays chosen when it goes to another place. */
  keep(): void {
    const { chosen, focused } = this;
    if (focused === null) return;
    this.#focus(focused);
    this.#chosen = chosen;
  }

  chooseAll(): void {
    this.#chosen = [...this.#order()];
  }

  /** Goes to the page that many places on; `extend` keeps what is chosen up to there. */
  move(step: number, { extend = false } = {}): void {
    const order = this.#order();
    const here = this.focused === null ? -1 : order.indexOf(this.focused);
    const target = order[Math.min(order.length - 1, Math.max(0, here + step))];
    if (target === undefined) return;
    if (extend) this.extendTo(target);
    else this.choose(target);
  }

  #focus(pageId: string): void {
    this.#focused = pageId;
    this.#place = Math.max(0, this.#order().indexOf(pageId));
  }
}
