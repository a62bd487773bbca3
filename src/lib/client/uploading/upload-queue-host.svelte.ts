import { getContext, setContext } from 'svelte';
import { isPermitted, type Person } from '#lib/domain/access.ts';
import type { UploadQueue } from './upload-queue.svelte.ts';

/** Holds the upload queue of the signed-in person; `null` until the batch store is open. */
export class UploadQueueHost {
  queue: UploadQueue | null = $state.raw(null);
  isOnline = $state(true);

  /** Opens store and queue and begins to send; answers the function that ends both. */
  open(personId: string): () => void {
    const listening = new AbortController();
    const { signal } = listening;
    this.isOnline = navigator.onLine;
    const wakeUp = () => {
      this.isOnline = navigator.onLine;
      if (this.isOnline && document.visibilityState === 'visible') this.queue?.retryNow();
    };
    window.addEventListener('online', wakeUp, { signal });
    window.addEventListener('offline', wakeUp, { signal });
    window.addEventListener('focus', wakeUp, { signal });
    const opening = this.#begin(personId, signal).catch((error: unknown) => {
      console.error(error);
      return undefined;
    });
    return () => {
      listening.abort();
      this.queue = null;
      void opening.then((end) => end?.());
    };
  }

  async #begin(personId: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    const [{ IndexedDbBatchStore }, { HttpTransport }, { UploadQueue }] = await Promise.all([
      import('#lib/client/batches/indexed-db-batch-store.ts'),
      import('./http-transport.ts'),
      import('./upload-queue.svelte.ts'),
    ]);
    const store = await IndexedDbBatchStore.open();
    if (signal.aborted) {
      store[Symbol.dispose]();
      return undefined;
    }
    const queue = new UploadQueue({
      personId,
      store,
      transport: new HttpTransport(),
      locks: navigator.locks,
      now: () => Date.now(),
      random: () => Math.random(),
    });
    const stop = queue.start();
    this.queue = queue;
    return () => {
      stop();
      store[Symbol.dispose]();
    };
  }
}

const key = Symbol('upload-queue');

/** Called once by the root layout: sends as long as somebody who digitizes is signed in. */
export function provideUploadQueue(person: () => Person | null): UploadQueueHost {
  const host = setContext(key, new UploadQueueHost());
  const personId = $derived.by(() => {
    const signedIn = person();
    return signedIn && isPermitted(signedIn.role, 'document.digitize') ? signedIn.id : null;
  });
  $effect(() => (personId === null ? undefined : host.open(personId)));
  return host;
}

export function useUploadQueue(): UploadQueueHost | undefined {
  return getContext<UploadQueueHost | undefined>(key);
}
