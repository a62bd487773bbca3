import { AppError } from '#lib/domain/app-error.ts';
import {
  SignBatchRequestSchema,
  type CertificatesAnswer,
  type ProvidersAnswer,
} from '#lib/protocol/bridge.ts';
import { VgcaDocumentRequestSchema } from '#lib/protocol/vgca.ts';
import type { VgcaDesk } from '../signing/vgca/vgca-desk.ts';
import type { BridgeAnswer } from './listener.ts';
import { parseBody, type PairedAsked, type Route, type RouteParts } from './route.ts';

/** Certificates, tokens, batches, and VGCA Sign Service. */
export const signingRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/certificates$/u, access: 'paired', answer: listCertificates },
  { method: 'GET', path: /^\/v1\/providers$/u, access: 'paired', answer: listProviders },
  { method: 'GET', path: /^\/v1\/events$/u, access: 'paired', answer: followTokens },
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
