import { AppError } from '#lib/domain/app-error.ts';
import type { UnreadyStatus } from './bridge.ts';

export function denied(reason: 'denied' | 'insecure-page'): UnreadyStatus {
  const problem = new AppError('BRIDGE_PERMISSION_DENIED', { reason });
  return { state: 'permission-denied', problem };
}

export function prompting(): UnreadyStatus {
  const problem = new AppError('BRIDGE_PERMISSION_DENIED', { reason: 'prompt' });
  return { state: 'permission-prompt', problem };
}

export function notPaired(): UnreadyStatus {
  return { state: 'not-paired', problem: new AppError('BRIDGE_NOT_PAIRED') };
}
