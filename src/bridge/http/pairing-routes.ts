import { AppError } from '#lib/domain/app-error.ts';
import { healthProofText } from '#lib/protocol/bridge-signatures.ts';
import { BRIDGE_API, PairRequestSchema } from '#lib/protocol/bridge.ts';
import { acceptPairing } from '../pairing/accept-pairing.ts';
import type { BridgeAnswer } from './listener.ts';
import { parseBody, type Asked, type PairedAsked, type Route } from './route.ts';

/** A batch of two hundred and its surroundings, several times. */
const maxAuditEntries = 2_000;

/** Who this bridge is, who may use it, and what it did. */
export const pairingRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/health$/u, access: 'origin', answer: tellHealth },
  { method: 'POST', path: /^\/v1\/pair$/u, access: 'origin', answer: pair },
  { method: 'DELETE', path: /^\/v1\/pair$/u, access: 'paired', answer: unpair },
  { method: 'GET', path: /^\/v1\/audit$/u, access: 'paired', answer: listAuditEntries },
];

function tellHealth({ request, parts }: Asked): Promise<BridgeAnswer> {
  const { instanceKey, pairings } = parts.pairing;
  const nonce = request.url.searchParams.get('c') ?? '';
  if (!/^[\w-]{16,128}$/u.test(nonce)) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'nonce' });
  }
  const json = {
    app: 'tram-so-hoa-bridge',
    api: BRIDGE_API,
    version: parts.version,
    instanceKey: instanceKey.publicKey.toString('base64'),
    proof: instanceKey.sign(healthProofText(nonce, request.origin)).toString('base64'),
    isPaired: pairings.has(request.url.searchParams.get('p') ?? '', request.origin),
  };
  return Promise.resolve({ json });
}

async function pair({ request, parts }: Asked): Promise<BridgeAnswer> {
  const asked = parseBody(PairRequestSchema, request.body);
  const { pairingId } = await acceptPairing(asked, request.origin, parts.pairing, request.signal);
  const instanceKey = parts.pairing.instanceKey.publicKey.toString('base64');
  return { json: { pairingId, instanceKey } };
}

async function unpair({ parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const { pairingId, origin, userName } = pairing;
  await parts.pairing.pairings.remove(pairingId);
  parts.watch.dismiss(pairingId);
  await parts.audit.append({ event: 'unpaired', origin, userName, pairingId });
  return { json: {} };
}

async function listAuditEntries({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const since = new Date(request.url.searchParams.get('since') ?? 0);
  if (Number.isNaN(since.getTime())) throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'since' });
  const { origin } = pairing;
  return { json: await parts.audit.entries({ origin, since, limit: maxAuditEntries }) };
}
