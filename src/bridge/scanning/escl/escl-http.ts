import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppError } from '#lib/domain/app-error.ts';
import { checkLocalHost, lookupLocal } from '../local-network.ts';

/** Capabilities of the largest devices take about 60 KB. */
const maxTextBytes = 1024 * 1024;

export type EsclRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  body?: string;
  signal: AbortSignal;
  /** Silence after which the device counts as gone. */
  silenceMs: number;
};

export type EsclAnswer = { status: number; location: string; retryAfterMs: number; text: string };

/** The whole answer as text; see `openAnswer` for what it throws. */
export async function askScanner(url: URL, request: EsclRequest): Promise<EsclAnswer> {
  const response = await openAnswer(url, request);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(Buffer.from(chunk));
      sizeBytes += chunk.length;
      if (sizeBytes > maxTextBytes) throw new AppError('SCANNER_FAILED', { reason: 'too-large' });
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(url, error);
  } finally {
    response.destroy();
  }
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location ?? '',
    retryAfterMs: retryAfterMs(response),
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

/**
 * One request to a device of the local network; redirects are not followed. Devices make their own
 * certificates, so https keeps listeners out but proves nobody: the person typed or chose this host.
 * Throws SCANNER_UNREACHABLE; an abort stays what it is.
 */
export async function openAnswer(url: URL, request: EsclRequest): Promise<IncomingMessage> {
  checkLocalHost(url.hostname);
  const { method, body, signal, silenceMs } = request;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = {
    method,
    signal,
    lookup: lookupLocal,
    timeout: silenceMs,
    agent: false,
    headers: {
      ...(body !== undefined && {
        'content-type': 'text/xml',
        'content-length': Buffer.byteLength(body),
      }),
    },
  };
  const outgoing =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, rejectUnauthorized: false })
      : httpRequest(url, options);
  outgoing.on('timeout', () => outgoing.destroy(new Error('The scanner is silent')));
  outgoing.on('error', reject);
  outgoing.on('response', resolve);
  outgoing.end(body);
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted || error instanceof AppError) throw error;
    throw unreachable(url, error);
  }
}

/** What the device wants a client to wait (RFC 9110 §10.2.3), in seconds; a second where it says nothing. */
export function retryAfterMs({ headers }: IncomingMessage): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 30) * 1000 : 1000;
}

function unreachable(url: URL, cause: unknown): AppError {
  return new AppError('SCANNER_UNREACHABLE', { host: url.host }, { cause });
}
