import { getContext, setContext } from 'svelte';
import type { BatchSession } from './batch-session.svelte.ts';

const key = Symbol('batch-session');

/** Called by the layout of one batch. */
export function provideBatchSession(session: () => BatchSession): void {
  setContext(key, session);
}

/** The open batch; below the layout of a batch it is always ready. */
export function useBatchSession(): BatchSession {
  const session = getContext<(() => BatchSession) | undefined>(key);
  if (!session) throw new Error('No batch is open here');
  return session();
}
