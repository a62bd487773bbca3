import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '#lib/domain/app-error.ts';

/**
 * Refuses a request that did not name this PC itself: a foreign name pointing at 127.0.0.1 is DNS
 * rebinding. Throws BRIDGE_BAD_HOST.
 */
export function checkHost(headers: IncomingHttpHeaders, port: number): void {
  const known = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (!known.includes(headers.host?.toLowerCase() ?? '')) throw new AppError('BRIDGE_BAD_HOST');
}

/** The page's origin, when it is on the list; missing, `null` and foreign ones: BRIDGE_BAD_ORIGIN. */
export function checkOrigin(headers: IncomingHttpHeaders, allowed: readonly string[]): string {
  const { origin } = headers;
  if (origin === undefined || !allowed.includes(origin)) throw new AppError('BRIDGE_BAD_ORIGIN');
  return origin;
}

/** A browser opens a WebSocket to any origin without a preflight, so there is none here. */
export function checkNoUpgrade(headers: IncomingHttpHeaders): void {
  if (headers.upgrade !== undefined) throw new AppError('BRIDGE_BAD_ORIGIN', { reason: 'upgrade' });
}

/** A form cannot send JSON across origins without a preflight, so nothing else is taken. */
export function checkJson(headers: IncomingHttpHeaders): void {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'not-json' });
  }
}

/** Headers of every answer; CORS only for an origin that passed. */
export function answerHeaders(origin: string | null): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    vary: 'Origin',
    'x-content-type-options': 'nosniff',
    ...(origin === null ? {} : { 'access-control-allow-origin': origin }),
  };
}

export const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};
