import { getContext, setContext } from 'svelte';

export type ToastTone = 'neutral' | 'success' | 'warning' | 'danger';
export type Toast = {
  id: number;
  tone: ToastTone;
  text: string;
  action?: { label: string; run: () => void | Promise<void> };
};

const SHOWN_FOR_MS = 8000;
const SHOWN_AT_ONCE = 4;
const key = Symbol('toasts');

/** Short notes at the foot of the window; with an action they are the way to undo. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #nextId = 1;
  #timers: Record<number, ReturnType<typeof setTimeout> | undefined> = {};

  /** A note with tone `danger` stays until it is dismissed. */
  show(toast: { tone?: ToastTone; text: string; action?: Toast['action'] }): number {
    const id = this.#nextId++;
    this.list = [...this.list, { tone: 'neutral' as const, ...toast, id }].slice(-SHOWN_AT_ONCE);
    if (toast.tone !== 'danger') this.resume(id);
    return id;
  }

  dismiss(id: number): void {
    this.pause(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Under the pointer or with focus a note does not run away. */
  pause(id: number): void {
    clearTimeout(this.#timers[id]);
    this.#timers[id] = undefined;
  }

  resume(id: number): void {
    this.pause(id);
    this.#timers[id] = setTimeout(() => this.dismiss(id), SHOWN_FOR_MS);
  }
}

/** Called once by the root layout. */
export function provideToasts(): Toasts {
  return setContext(key, new Toasts());
}

export function useToasts(): Toasts {
  return getContext<Toasts>(key);
}
