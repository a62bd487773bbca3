export type BatchLockState = 'mine' | 'elsewhere';

/**
 * Web Lock on a batch: one tab of this browser works on it. Says `elsewhere` when another tab has
 * it, waits, and says `mine` as soon as that tab lets go. Aborting the signal gives the lock back.
 */
export function holdBatch(
  batchId: string,
  onState: (state: BatchLockState) => void,
  signal: AbortSignal,
): void {
  const name = `batch:${batchId}`;
  const hold = () => {
    if (signal.aborted) return;
    onState('mine');
    return new Promise<void>((release) => {
      signal.addEventListener('abort', () => release(), { once: true });
    });
  };

  void navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) return hold();
    if (signal.aborted) return;
    onState('elsewhere');
    navigator.locks.request(name, { signal }, hold).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  });
}
