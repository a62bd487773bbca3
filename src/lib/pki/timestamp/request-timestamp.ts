import { AppError } from '#lib/domain/app-error.ts';
import { equalBytes } from '../bytes.ts';
import { parseCertificate } from '../certificate.ts';
import type { SignedContent } from '../cms/verify-signer.ts';
import { DerError, readDer } from '../der/der-reader.ts';
import { integer } from '../der/der-writer.ts';
import { digest } from '../digest.ts';
import { buildTimestampRequest } from './timestamp-request.ts';
import { readTimestampResponse } from './timestamp-response.ts';
import {
  readTimestampToken,
  verifyTimestampToken,
  type TimestampToken,
} from './verify-timestamp.ts';

export type TimestampOptions = {
  /** DER TimeStampReq → DER TimeStampResp; `TSA_UNREACHABLE` when there is no answer. */
  timestamp: (request: Uint8Array) => Promise<Uint8Array>;
  /** DER. */
  trustAnchors: readonly Uint8Array[];
  /** DER certificates that may lie between the TSA and an anchor. */
  certificates?: readonly Uint8Array[];
  /** Now: what the time of the token is compared with. */
  at: Date;
  random: (length: number) => Uint8Array;
  /** Dotted; another policy is refused. Left out: any. */
  policy?: string;
};

const NONCE_BYTES = 16;
/** With its nonce the answer is new: a time long before the request is that of a wrong clock. */
const MAX_AGE_MS = 3_600_000;

/**
 * Asks a TSA for a timestamp over `content` (RFC 3161) and believes nothing of the answer before it
 * was checked: status, imprint, nonce, policy, signature, certificate, chain and time.
 *
 * Errors: `TSA_UNREACHABLE`; `TIMESTAMP_INVALID` with the reason.
 */
export async function requestTimestamp(
  content: SignedContent,
  options: TimestampOptions,
): Promise<TimestampToken> {
  const value =
    content instanceof Uint8Array ? await digest('SHA-256', content) : await content('SHA-256');
  const nonce = options.random(NONCE_BYTES);
  const askedAtMs = performance.now();
  const answer = await options.timestamp(
    buildTimestampRequest({ digest: 'SHA-256', value, nonce }),
  );
  // A TSA may take minutes: the time that passed belongs to now.
  const at = new Date(options.at.getTime() + performance.now() - askedAtMs);
  const token = readToken(answer);
  if (token.imprint.digest !== 'SHA-256') throw invalid('other digest');
  if (!token.nonce || !equalBytes(token.nonce, readDer(integer(nonce)).contents)) {
    throw invalid('nonce');
  }
  if (options.policy !== undefined && token.policy !== options.policy) throw invalid('policy');
  const { problems } = await verifyTimestampToken(token, () => Promise.resolve(value), {
    trustAnchors: options.trustAnchors.map((der) => parseCertificate(der)),
    certificates: (options.certificates ?? []).map((der) => parseCertificate(der)),
    at,
  });
  if (problems.length > 0) throw invalid(problems.join(', '));
  if (token.genTime.getTime() < options.at.getTime() - MAX_AGE_MS) throw invalid('old time');
  return token;
}

function readToken(answer: Uint8Array): TimestampToken {
  try {
    const response = readTimestampResponse(answer);
    if (!response.isGranted) throw invalid(response.reason);
    return readTimestampToken(response.token);
  } catch (error) {
    if (error instanceof DerError) throw invalid('unreadable', error);
    throw error;
  }
}

function invalid(reason: string, cause?: unknown): AppError {
  return new AppError('TIMESTAMP_INVALID', { reason }, { cause });
}
