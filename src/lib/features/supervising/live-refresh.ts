const EVERY_MS = 15_000;

/**
 * Keeps figures fresh while somebody can see them: every 15 s, and at once when the window comes
 * back to the front. `refresh` is never called while an earlier call still runs. The answer stops it.
 */
export function refreshWhileVisible(
  refresh: () => Promise<void>,
  everyMs: number = EVERY_MS,
): () => void {
  let isRunning = false;
  async function run(): Promise<void> {
    if (isRunning || document.visibilityState !== 'visible') return;
    isRunning = true;
    try {
      await refresh();
    } finally {
      isRunning = false;
    }
  }
  const onShown = () => void run();
  const timer = setInterval(onShown, everyMs);
  document.addEventListener('visibilitychange', onShown);
  window.addEventListener('focus', onShown);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onShown);
    window.removeEventListener('focus', onShown);
  };
}
