import { createHash } from 'node:crypto';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { DerError, readDer } from '#lib/pki/der/der-reader.ts';
import { tags } from '#lib/pki/der/tags.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { ServiceRefusal } from '#lib/protocol/pki.ts';
import type { PkiSettings } from '../env.ts';
import type { TrustAnchor } from '../trust-anchors/read-trust-anchors.ts';
import { allowedUrls } from './allowed-urls.ts';
import { ConcurrencyExceeded, ConcurrencyLimit } from './concurrency-limit.ts';
import { crlKeptUntil, ocspKeptUntil } from './freshness.ts';
import {
  createOutbound,
  OutboundError,
  type Outbound,
  type OutboundReason,
  type OutboundSettings,
} from './outbound.ts';
import { ResponseCache } from './response-cache.ts';

export const MAX_TIMESTAMP_BYTES = 256_000;
export const MAX_OCSP_BYTES = 256_000;
export const MAX_CRL_BYTES = 20_000_000;
export const MAX_ISSUER_BYTES = 1_000_000;

const OCSP_TIMEOUT_MS = 15_000;
const CRL_TIMEOUT_MS = 60_000;
const TSA_TRIES = 3;
const TSA_AT_ONCE = 4;
const LOOKUPS_AT_ONCE = 16;
const MAX_WAITING = 1000;
const CACHE = { maxBytes: 64_000_000, maxEntries: 500 };
const ISSUER_KEPT_MS = 60 * 60_000;

const mediaTypes = {
  timestamp: ['application/timestamp-reply'],
  ocsp: ['application/ocsp-response'],
  crl: ['application/pkix-crl', 'application/x-pkcs7-crl', 'application/octet-stream'],
  issuer: [
    'application/pkix-cert',
    'application/x-x509-ca-cert',
    'application/pkcs7-mime',
    'application/x-pkcs7-certificates',
    'application/octet-stream',
  ],
};

export type ServiceSurroundings = {
  /** Anchors whose own services may be asked besides those of the configuration. */
  anchors: () => Promise<readonly TrustAnchor[]>;
  resolve?: OutboundSettings['resolve'];
  now?: () => Date;
  /** Between two tries of the TSA. */
  pauseMs?: number;
};

/**
 * TSA, OCSP and CRL for this server and for the pages that ask it: allow-list, time and size limits,
 * a few at a time, answers kept while they are fresh. Rejects with `TSA_UNREACHABLE` and
 * `REVOCATION_UNREACHABLE`; `details.reason` is a ServiceRefusal.
 * Throws when the configuration names something that is no address or no network.
 */
export function createValidationServices(
  settings: PkiSettings,
  surroundings: ServiceSurroundings,
): ValidationServices {
  const { anchors, resolve, now = () => new Date(), pauseMs = 2000 } = surroundings;
  const { tsaUrl, tsaTimeoutMs } = settings;
  allowedUrls(settings, []);
  const ask = createOutbound({
    allowList: async () => allowedUrls(settings, await anchors()),
    privateNetworks: settings.privateNetworks,
    ...(resolve && { resolve }),
  });
  const lookups = new ConcurrencyLimit(LOOKUPS_AT_ONCE, MAX_WAITING);
  const timestamps = new ConcurrencyLimit(TSA_AT_ONCE, MAX_WAITING);
  const cache = new ResponseCache(CACHE);
  const underWay = new Map<string, Promise<Uint8Array>>();

  /** The kept answer; else one question, however many ask for it at the same time. */
  async function once(
    key: string,
    url: string,
    question: () => Promise<Uint8Array>,
    keptUntil: (answer: Uint8Array, at: Date) => Date | null,
  ): Promise<Uint8Array> {
    const kept = cache.get(key, now());
    if (kept) return kept;
    const running = underWay.get(key);
    if (running) return running;
    const asking = answered('REVOCATION_UNREACHABLE', url, () => lookups.run(question));
    underWay.set(key, asking);
    try {
      const answer = await asking;
      const until = keptUntil(answer, now());
      if (until) cache.set(key, answer, until);
      return answer;
    } finally {
      underWay.delete(key);
    }
  }

  const download = (url: string, kind: 'crl' | 'issuer', maxBytes: number) => () =>
    ask(url, { method: 'GET', accepts: mediaTypes[kind], maxBytes, timeoutMs: CRL_TIMEOUT_MS });

  return {
    timestamp:
      tsaUrl === null
        ? null
        : (request) =>
            answered('TSA_UNREACHABLE', tsaUrl, () =>
              timestamps.run(() =>
                withRetries(() => askTsa(ask, tsaUrl, request, tsaTimeoutMs), pauseMs),
              ),
            ),
    ocsp: (url, request) =>
      once(
        `ocsp ${digestOf(request)} ${url}`,
        url,
        () => askOcsp(ask, url, request),
        ocspKeptUntil,
      ),
    crl: (url) => once(`crl ${url}`, url, download(url, 'crl', MAX_CRL_BYTES), crlKeptUntil),
    issuerCertificates: (url) =>
      once(
        `issuer ${url}`,
        url,
        download(url, 'issuer', MAX_ISSUER_BYTES),
        (_, at) => new Date(at.getTime() + ISSUER_KEPT_MS),
      ),
  };
}

function askTsa(
  ask: Outbound,
  url: string,
  request: Uint8Array,
  timeoutMs: number,
): Promise<Uint8Array> {
  return ask(url, {
    method: 'POST',
    body: request,
    contentType: 'application/timestamp-query',
    accepts: mediaTypes.timestamp,
    maxBytes: MAX_TIMESTAMP_BYTES,
    timeoutMs,
  });
}

function askOcsp(ask: Outbound, url: string, request: Uint8Array): Promise<Uint8Array> {
  return ask(url, {
    method: 'POST',
    body: request,
    contentType: 'application/ocsp-request',
    accepts: mediaTypes.ocsp,
    maxBytes: MAX_OCSP_BYTES,
    timeoutMs: OCSP_TIMEOUT_MS,
  });
}

/** What asking the same again a little later may heal. */
const passing: ReadonlySet<OutboundReason> = new Set(['unreachable', 'too-slow', 'failed']);

async function withRetries(
  question: () => Promise<Uint8Array>,
  pauseMs: number,
): Promise<Uint8Array> {
  for (let tried = 1; ; tried++) {
    try {
      return await question();
    } catch (error) {
      const mayPass = error instanceof OutboundError && passing.has(error.reason);
      if (!mayPass || tried === TSA_TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** One DER value, or the AppError that tells why there is none. */
async function answered(
  code: Extract<ErrorCode, 'TSA_UNREACHABLE' | 'REVOCATION_UNREACHABLE'>,
  url: string,
  question: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  try {
    const answer = await question();
    readDer(answer, 'ber').expect(tags.sequence);
    return answer;
  } catch (cause) {
    const reason = refusalOf(cause);
    if (reason === null) throw cause;
    throw new AppError(code, { reason, host: URL.parse(url)?.host ?? url }, { cause });
  }
}

function refusalOf(cause: unknown): ServiceRefusal | null {
  if (cause instanceof OutboundError) return cause.reason;
  if (cause instanceof ConcurrencyExceeded) return 'busy';
  return cause instanceof DerError ? 'not-der' : null;
}

function digestOf(request: Uint8Array): string {
  return createHash('sha256').update(request).digest('hex');
}
