import { AppError } from '#lib/domain/app-error.ts';
import { AddScannerSchema, PagesKeptSchema, StartScanSchema } from '#lib/protocol/scanning.ts';
import type { BridgeAnswer } from './listener.ts';
import { parseBody, type PairedAsked, type Route } from './route.ts';

const jobs = '^/v1/scan-jobs/([\\w-]{8,64})';

/** Scanners, scan jobs and their pages. A job belongs to the origin that started it. */
export const scanningRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/scanners$/u, access: 'paired', answer: listScanners },
  { method: 'POST', path: /^\/v1\/scanners$/u, access: 'paired', answer: addScanner },
  { method: 'POST', path: /^\/v1\/scanners\/search$/u, access: 'paired', answer: searchScanners },
  { method: 'DELETE', path: /^\/v1\/scanners\/([^/]+)$/u, access: 'paired', answer: forgetScanner },
  { method: 'GET', path: /^\/v1\/scan-jobs$/u, access: 'paired', answer: listJobs },
  { method: 'POST', path: /^\/v1\/scan-jobs$/u, access: 'paired', answer: startJob },
  { method: 'GET', path: new RegExp(`${jobs}/events$`, 'u'), access: 'paired', answer: followJob },
  {
    method: 'GET',
    path: new RegExp(`${jobs}/pages/([\\w-]+)$`, 'u'),
    access: 'paired',
    answer: givePage,
  },
  { method: 'POST', path: new RegExp(`${jobs}/cancel$`, 'u'), access: 'paired', answer: cancelJob },
  { method: 'POST', path: new RegExp(`${jobs}/kept$`, 'u'), access: 'paired', answer: keepPages },
];

async function listScanners({ parts }: PairedAsked): Promise<BridgeAnswer> {
  return { json: await parts.scanning.scanners.all() };
}

async function searchScanners({ parts }: PairedAsked): Promise<BridgeAnswer> {
  return { json: await parts.scanning.scanners.search() };
}

async function addScanner({ request, parts }: PairedAsked): Promise<BridgeAnswer> {
  return { json: await parts.scanning.scanners.add(parseBody(AddScannerSchema, request.body)) };
}

async function forgetScanner({ parts, id }: PairedAsked): Promise<BridgeAnswer> {
  await parts.scanning.scanners.forget(decodePart(id));
  return { json: {} };
}

function listJobs({ parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  return Promise.resolve({ json: { jobs: parts.scanning.desk.jobs(pairing.origin) } });
}

async function startJob({ request, parts, pairing }: PairedAsked): Promise<BridgeAnswer> {
  const asked = parseBody(StartScanSchema, request.body);
  return { json: await parts.scanning.desk.start(asked, pairing) };
}

function followJob({ request, parts, pairing, id }: PairedAsked): Promise<BridgeAnswer> {
  const from = Number(request.url.searchParams.get('from') ?? 1);
  if (!Number.isInteger(from) || from < 1) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'from' });
  }
  const { origin } = pairing;
  const { signal } = request;
  return Promise.resolve({ lines: parts.scanning.desk.follow(id, { from, origin, signal }) });
}

async function givePage({ parts, pairing, id, pageId }: PairedAsked): Promise<BridgeAnswer> {
  const { page, file } = await parts.scanning.desk.openPage(id, pageId, pairing.origin);
  return { file, sizeBytes: page.sizeBytes, mimeType: page.mimeType };
}

async function cancelJob({ parts, pairing, id }: PairedAsked): Promise<BridgeAnswer> {
  await parts.scanning.desk.cancel(id, pairing.origin);
  return { json: {} };
}

async function keepPages({ request, parts, pairing, id }: PairedAsked): Promise<BridgeAnswer> {
  const { pageIds } = parseBody(PagesKeptSchema, request.body);
  await parts.scanning.desk.keep(id, pageIds, pairing.origin);
  return { json: {} };
}

function decodePart(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AppError('NOT_FOUND');
  }
}
