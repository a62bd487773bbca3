import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { healthProofText } from '#lib/protocol/bridge-signatures.ts';
import {
  BRIDGE_API,
  PairRequestSchema,
  SignBatchRequestSchema,
  type CertificatesAnswer,
  type ProvidersAnswer,
} from '#lib/protocol/bridge.ts';
import { VgcaDocumentRequestSchema } from '#lib/protocol/vgca.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { acceptPairing, type PairingParts } from '../pairing/accept-pairing.ts';
import { checkRequest } from '../pairing/check-request.ts';
import type { Pairing } from '../pairing/pairings.ts';
import type { BatchDesk } from '../signing/batch-desk.ts';
import type { VgcaDesk } from '../signing/vgca/vgca-desk.ts';
import type { SigningProvider } from '../signing/signing-provider.ts';
import type { TokenWatch } from '../signing/token-watch.ts';
import type { SingleUse } from '../storage/single-use.ts';
import type { BridgeAnswer, BridgeRequest } from './listener.ts';

export type RouteParts = {
  version: string;
  pairing: PairingParts;
  usedNonces: SingleUse;
  providers: readonly SigningProvider[];
  desk: BatchDesk;
  /** null: switched off. */
  vgcaDesk: VgcaDesk | null;
  watch: TokenWatch;
  audit: AuditLog;
  now: () => Date;
};

/** A batch of two hundred and its surroundings, several times. */
const maxAuditEntries = 2_000;

type Asked = { request: BridgeRequest; parts: RouteParts; id: string };
type PairedAsked = Asked & { pairing: Pairing };
type Route = { method: string; path: RegExp } & (
  | { access: 'origin'; answer(asked: Asked): Promise<BridgeAnswer> }
  | { access: 'paired'; answer(asked: PairedAsked): Promise<BridgeAnswer> }
);

/** Everything the bridge answers to. `id` is the part of the path in brackets. */
const routes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/health$/u, access: 'origin', answer: tellHealth },
  { method: 'POST', path: /^\/v1\/pair$/u, access: 'origin', answer: pair },
  { method: 'DELETE', path: /^\/v1\/pair$/u, access: 'paired', answer: unpair },
  { method: 'GET', path: /^\/v1\/certificates$/u, access: 'paired', answer: listCertificates },
  { method: 'GET', path: /^\/v1\/providers$/u, access: 'paired', answer: listProviders },
  { method: 'GET', path: /^\/v1\/events$/u, access: 'paired', answer: followTokens },
  { method: 'GET', path: /^\/v1\/audit$/u, access: 'paired', answer: listAuditEntries },
  { method: 'POST', path: /^\/v1\/batches$/u, access: 'paired', answer: startBatch },
  { method: 'GET', path: /^\/v1\/batches\/([\w-]+)$/u, access: 'paired', answer: followBatch },
  {
    method: 'POST',
    path: /^\/v1\/batches\/([\w-]+)\/cancel$/u,
    access: 'paired',
    answer: cancelBatch,
  },
  { method: 'POST', path: /^\/v1\/vgca\/certificate$/u, access: 'paired', answer: readVgca },
  { method: 'POST', path: /^\/v1\/vgca\/documents$/u, access: 'paired', answer: signWithVgca },
];

/** Answers a request that passed the gate; throws NOT_FOUND, BRIDGE_NOT_PAIRED and what the deeds throw. */
export async function route(request: BridgeRequest, parts: RouteParts): Promise<BridgeAnswer> {
  const onPath = routes.flatMap((each) => {
    const match = each.path.exec(request.url.pathname);
    return match ? [{ each, id: match[1] ?? '' }] : [];
  });
  if (onPath.length === 0) throw new AppError('NOT_FOUND');
  const found = onPath.find(({ each }) => each.method === request.method);
  if (!found) throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'method' });
  const asked = { request, parts, id: found.id };
  if (found.each.access === 'origin') return await found.each.answer(asked);
  const { pairings } = parts.pairing;
  const nowMs = parts.now().getTime();
  const pairing = checkRequest(request, pairings, parts.usedNonces, nowMs);
  return await found.each.answer({ ...asked, pairing });
}

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

async function listCertificates({ parts }: PairedAsked): Promise<BridgeAnswer> {
  const listings = await Promise.all(parts.providers.map((provider) => provider.list()));
  const json: CertificatesAnswer = {
    certificates: listings.flatMap(({ certificates }) => certificates.map(({ info }) => info)),
    problems: listings.flatMap(({ problems }) => problems),
  };
  return { json };
}

async function listProviders({ parts }: PairedAsked): Promise<BridgeAnswer> {
  const { version, providers, pairing } = parts;
  const json: ProvidersAnswer = {
    version,
    dialog: pairing.dialog.name,
    providers: await Promise.all(
      providers.map(async (provider) => ({
        id: provider.id,
        modules: await provider.drivers(),
      })),
    ),
  };
  return { json };
}

function followTokens({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  return Promise.resolve({ lines: parts.watch.follow(pairing.pairingId, request.signal) });
}

async function listAuditEntries({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const since = new Date(request.url.searchParams.get('since') ?? 0);
  if (Number.isNaN(since.getTime())) throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'since' });
  const { origin } = pairing;
  return { json: await parts.audit.entries({ origin, since, limit: maxAuditEntries }) };
}

async function startBatch({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const batch = parseBody(SignBatchRequestSchema, request.body);
  const run = await parts.desk.accept(batch, request.body, pairing);
  // A page that is gone before the PIN was given takes its dialog with it.
  request.signal.addEventListener('abort', () => {
    if (!run.isLoggedIn) run.cancel();
  });
  return { lines: run.follow() };
}

function followBatch({ parts, pairing, id }: PairedAsked): Promise<BridgeAnswer> {
  return Promise.resolve({ lines: parts.desk.find(id, pairing).follow() });
}

function cancelBatch({ parts, pairing, id }: PairedAsked): Promise<BridgeAnswer> {
  parts.desk.find(id, pairing).cancel();
  return Promise.resolve({ json: {} });
}

async function readVgca({ parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  return { json: { certificate: await vgcaOf(parts).learnCertificate(pairing) } };
}

async function signWithVgca({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const { order } = parseBody(VgcaDocumentRequestSchema, request.body);
  return { json: { auditHash: await vgcaOf(parts).signDocument(order, pairing) } };
}

function vgcaOf({ vgcaDesk }: RouteParts): VgcaDesk {
  if (vgcaDesk) return vgcaDesk;
  throw new AppError('VGCA_NOT_RUNNING');
}

function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: Buffer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseJson(body));
  if (parsed.success) return parsed.output;
  throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'content' });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'content' }, { cause: error });
  }
}
