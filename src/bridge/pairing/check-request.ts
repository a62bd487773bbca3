import { createHash, verify } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import { parseAuthorization, requestText } from '#lib/protocol/bridge-signatures.ts';
import type { SingleUse } from '../storage/single-use.ts';
import { parsePublicKey } from './page-key.ts';
import type { Pairing, Pairings } from './pairings.ts';

/** A page's clock is this PC's clock, so a minute either way is generous. */
const maxAgeMs = 60_000;

export type SignedPageRequest = {
  method: string;
  target: string;
  origin: string;
  authorization: string | undefined;
  body: Uint8Array;
};

/**
 * The pairing whose page key signed this request, now and for the first time; anything else is
 * BRIDGE_NOT_PAIRED with the reason in its details.
 */
export function checkRequest(
  request: SignedPageRequest,
  pairings: Pairings,
  usedNonces: SingleUse,
  nowMs: number,
): Pairing {
  const authorization = parseAuthorization(request.authorization);
  if (!authorization) throw notPaired('unsigned');
  const { pairingId, timeMs, nonce, signature } = authorization;
  const pairing = pairings.get(pairingId, request.origin);
  if (Math.abs(nowMs - timeMs) > maxAgeMs) throw notPaired('time');
  const bodySha256 = createHash('sha256').update(request.body).digest('hex');
  const text = requestText({
    method: request.method,
    path: request.target,
    timeMs,
    nonce,
    bodySha256,
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(text),
    { key: parsePublicKey(pairing.pageKey), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw notPaired('signature');
  const isFirst = usedNonces.use(`${pairingId}.${nonce}`, nowMs, timeMs + maxAgeMs);
  if (!isFirst) throw notPaired('replayed');
  return pairing;
}

function notPaired(reason: string): AppError {
  return new AppError('BRIDGE_NOT_PAIRED', { reason });
}
