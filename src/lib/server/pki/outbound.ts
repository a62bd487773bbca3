import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { ServiceRefusal } from '#lib/protocol/pki.ts';
import { addressPolicy, type AddressPolicy } from './address-policy.ts';
import { findAllowed, parseServiceUrl, withoutBrackets, type AllowedUrl } from './allowed-urls.ts';

/** Why an outside service gave nothing that may be passed on. */
export type OutboundReason = Exclude<
  ServiceRefusal,
  'not-der' | 'busy' | 'not-configured' | 'server-unreachable'
>;

export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, message: string, options?: ErrorOptions) {
    super(`${reason}: ${message}`, options);
    this.reason = reason;
  }
}

export type OutboundRequest = {
  method: 'GET' | 'POST';
  body?: Uint8Array;
  contentType?: string;
  /** Media types of an answer. */
  accepts: readonly string[];
  maxBytes: number;
  /** For everything from the name's resolution to the last byte. */
  timeoutMs: number;
};

export type ResolvedAddress = { address: string; family: 4 | 6 };

export type OutboundSettings = {
  allowList: () => Promise<readonly AllowedUrl[]>;
  privateNetworks: readonly string[];
  /** Asked once for each connection, which then goes to what it answered (DNS rebinding). */
  resolve?: (hostname: string) => Promise<ResolvedAddress[]>;
};

export type Outbound = (url: string, request: OutboundRequest) => Promise<Uint8Array>;

const MAX_REDIRECTS = 3;

/**
 * Asks addresses of the allow-list and nothing else: a page, or a certificate in somebody's PDF,
 * names them, so that none may lead into our own network. Rejects with OutboundError.
 */
export function createOutbound(settings: OutboundSettings): Outbound {
  const policy = addressPolicy(settings.privateNetworks);
  const resolve = settings.resolve ?? resolveName;
  return async (address, request) => {
    const signal = AbortSignal.timeout(request.timeoutMs);
    const allowList = await settings.allowList();
    let next = address;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const url = parseServiceUrl(next);
      const entry = url && findAllowed(allowList, url);
      if (!entry || !url) throw new OutboundError('address-not-allowed', next);
      const addresses = await inTime(resolve(withoutBrackets(url.hostname)), signal);
      if (!entry.mayBePrivate) requireAllowed(addresses, policy, url);
      const answer = await ask(url, request, addresses, signal);
      if (answer.body !== null) return answer.body;
      // Only what changes nothing may be asked again elsewhere, and only where we may ask.
      if (request.method !== 'GET') throw new OutboundError('redirected', url.href);
      next = URL.parse(answer.location, url)?.href ?? '';
    }
    throw new OutboundError('redirected', address);
  };
}

async function resolveName(hostname: string): Promise<ResolvedAddress[]> {
  const literal = isIP(hostname);
  if (literal !== 0) return [{ address: hostname, family: literal === 4 ? 4 : 6 }];
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 4 ? 4 : 6 }));
}

async function inTime(
  resolving: Promise<ResolvedAddress[]>,
  signal: AbortSignal,
): Promise<ResolvedAddress[]> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([resolving, late]);
  } catch (cause) {
    throw outboundError(cause, signal);
  }
}

/** One forbidden address among several is enough: the name leads where it should not. */
function requireAllowed(
  addresses: readonly ResolvedAddress[],
  policy: AddressPolicy,
  url: URL,
): void {
  if (addresses.every(({ address }) => policy.isAllowed(address))) return;
  throw new OutboundError('address-private', url.href);
}

type Answer = { body: Uint8Array; location: null } | { body: null; location: string };

async function ask(
  url: URL,
  request: OutboundRequest,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await send(url, request, addresses, signal);
    try {
      return await read(response, request, url);
    } finally {
      response.destroy();
    }
  } catch (cause) {
    throw outboundError(cause, signal);
  }
}

function send(
  url: URL,
  request: OutboundRequest,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: request.method,
    // No connection is kept: the next one is resolved and checked again.
    agent: false,
    lookup: pinnedTo(addresses),
    signal,
    headers: {
      accept: request.accepts.join(', '),
      'accept-encoding': 'identity',
      'user-agent': 'tram-so-hoa',
      ...(request.contentType && { 'content-type': request.contentType }),
      ...(request.body && { 'content-length': request.body.length }),
    },
  };
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = open(url, options, resolve);
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

/** The connection asks for no name again: it gets what was checked. */
function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (first === undefined) callback(new Error('The name leads to no address'), '');
    else if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

async function read(
  response: IncomingMessage,
  request: OutboundRequest,
  url: URL,
): Promise<Answer> {
  const status = response.statusCode ?? 0;
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined) return { body: null, location };
  if (status !== 200) {
    const isItsFault = status >= 500 || status === 429;
    throw new OutboundError(isItsFault ? 'failed' : 'refused', `${status} from ${url.href}`);
  }

  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isPlain = (response.headers['content-encoding'] ?? 'identity') === 'identity';
  if (!request.accepts.includes(type) || !isPlain) {
    throw new OutboundError('wrong-type', `“${type}” from ${url.href}`);
  }
  if (Number(response.headers['content-length'] ?? 0) > request.maxBytes) {
    throw new OutboundError('too-large', url.href);
  }
  return { body: await readUpTo(response, request.maxBytes, url), location: null };
}

async function readUpTo(
  response: IncomingMessage,
  maxBytes: number,
  url: URL,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) throw new Error('A response body is bytes');
    size += chunk.length;
    if (size > maxBytes) throw new OutboundError('too-large', url.href);
    chunks.push(chunk);
  }
  if (!response.complete) throw new OutboundError('unreachable', `${url.href} broke off`);
  return new Uint8Array(Buffer.concat(chunks));
}

function outboundError(cause: unknown, signal: AbortSignal): OutboundError {
  if (cause instanceof OutboundError) return cause;
  if (signal.aborted) return new OutboundError('too-slow', 'no answer in time', { cause });
  return new OutboundError('unreachable', String(cause), { cause });
}
