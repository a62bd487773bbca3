import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#lib/domain/app-error.ts';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';
import {
  answerHeaders,
  checkHost,
  checkJson,
  checkNoUpgrade,
  checkOrigin,
  preflightHeaders,
} from './gate.ts';
import { problemOf } from './problem.ts';
import { readBody } from './read-body.ts';

/** A request that passed the gate. */
export type BridgeRequest = {
  method: string;
  /** Path and query as sent. */
  target: string;
  url: URL;
  origin: string;
  authorization: string | undefined;
  body: Buffer;
  /** Aborted when the page goes away before the answer is complete. */
  signal: AbortSignal;
};

/** One JSON value, lines of JSON that come one by one (NDJSON), or a file, which is closed after it. */
export type BridgeAnswer =
  | { json: unknown }
  | { lines: AsyncIterable<unknown> }
  | { file: FileHandle; sizeBytes: number; mimeType: string };

export type ListenerOptions = {
  port: number;
  allowedOrigins: readonly string[];
  answer(request: BridgeRequest): Promise<BridgeAnswer>;
  logFailure(incident: string, error: unknown): void;
};

/** The one HTTP listener, on 127.0.0.1 only. Throws StartError when the port cannot be had. */
export async function listen(options: ListenerOptions): Promise<Server & { port: number }> {
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 });
  await bind(server, options.port);
  const { port } = addressOf(server);
  server.on('request', (request, response) => void serve(request, response, options, port));
  return Object.assign(server, { port });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
  port: number,
): Promise<void> {
  let origin: string | null = null;
  try {
    checkHost(request.headers, port);
    checkNoUpgrade(request.headers);
    origin = checkOrigin(request.headers, options.allowedOrigins);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...answerHeaders(origin), ...preflightHeaders }).end();
      return;
    }
    if (request.method === 'POST') checkJson(request.headers);
    const body = await readBody(request);
    await send(response, origin, await options.answer(asked(request, response, origin, body)));
  } catch (error) {
    if (response.destroyed) return;
    if (response.headersSent) response.destroy();
    else sendProblem(response, origin, error, options);
  }
}

function asked(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  body: Buffer,
): BridgeRequest {
  const target = request.url ?? '/';
  const url = URL.parse(target, 'http://127.0.0.1');
  if (!url) throw new AppError('NOT_FOUND');
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return {
    method: request.method ?? '',
    target,
    url,
    origin,
    authorization: request.headers.authorization,
    body,
    signal: gone.signal,
  };
}

async function send(response: ServerResponse, origin: string, answer: BridgeAnswer): Promise<void> {
  if ('json' in answer) {
    response.writeHead(200, { ...answerHeaders(origin), 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.json));
    return;
  }
  if ('file' in answer) {
    const { file, sizeBytes, mimeType } = answer;
    const headers = { 'content-type': mimeType, 'content-length': sizeBytes };
    response.writeHead(200, { ...answerHeaders(origin), ...headers });
    await pipeline(file.createReadStream({ start: 0 }), response);
    return;
  }
  response.writeHead(200, { ...answerHeaders(origin), 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  for await (const line of answer.lines) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(line)}\n`);
  }
  response.end();
}

function sendProblem(
  response: ServerResponse,
  origin: string | null,
  error: unknown,
  options: ListenerOptions,
): void {
  const problem = problemOf(error, () => {
    const incident = randomUUID();
    options.logFailure(incident, error);
    return incident;
  });
  response.writeHead(problem.status, {
    ...answerHeaders(origin),
    'content-type': 'application/problem+json',
    // A body that was not read to its end must not be taken for the next request.
    connection: 'close',
  });
  response.end(JSON.stringify(problem));
}

async function bind(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => resolve(undefined));
  try {
    await promise;
  } catch (error) {
    throw startErrorOf(error, port);
  }
  server.off('error', reject);
}

function startErrorOf(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return new StartError(wording.portInUse(port), { cause: error });
  if (code === 'EACCES') return new StartError(wording.portForbidden(port), { cause: error });
  return error;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Listener has no port');
  return address;
}
