import { AppError } from '#lib/domain/app-error.ts';
import type { SessionCookie } from '../auth/web-sessions.ts';
import type { Context } from '../context.ts';

const MAX_FAILURES = 10;
const WINDOW_MS = 10 * 60 * 1000;

export type Credentials = { username: string; password: string };
export type Client = { address: string; userAgent: string };

/**
 * Answers the cookies of a new web session. Every name is throttled besides the address: ten wrong
 * passwords close it for ten minutes.
 *
 * Throws `WRONG_CREDENTIALS`, `ACCOUNT_LOCKED`, `TOO_MANY_REQUESTS`.
 */
export async function signIn(
  context: Context,
  credentials: Credentials,
  client: Client,
): Promise<SessionCookie[]> {
  const username = credentials.username.trim().toLowerCase();
  const { password } = credentials;
  if (username === '' || password === '') throw new AppError('WRONG_CREDENTIALS');
  const key = `sign-in:${username.slice(0, 64)}`;
  const { throttle } = context.stores;
  if (!(await throttle.take(key, MAX_FAILURES, WINDOW_MS, context.now()))) {
    throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: WINDOW_MS / 1000 });
  }
  const { outcome, cookies } = await context.sessions.signIn({ username, password }, client);
  if (outcome === 'too-many') throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: 60 });
  if (outcome === 'wrong-credentials') throw new AppError('WRONG_CREDENTIALS');
  await throttle.clear(key);
  if (outcome === 'account-locked') throw new AppError('ACCOUNT_LOCKED');
  return cookies;
}
