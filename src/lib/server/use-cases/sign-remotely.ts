import { createHash } from 'node:crypto';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { BatchRun } from '#lib/pki/signing-batch/batch-run.ts';
import { checkItems, type BatchItem } from '#lib/pki/signing-batch/check-items.ts';
import { checkManifest, invalid } from '#lib/pki/signing-batch/check-manifest.ts';
import { itemAlgorithm } from '#lib/pki/signing-batch/item-algorithm.ts';
import type { Manifest, SignEvent } from '#lib/protocol/bridge.ts';
import type { RemoteBatchRequest, RemoteCertificates } from '#lib/protocol/remote-signing.ts';
import type { Context, RemoteSigning } from '../context.ts';
import { listsAlgorithm } from '../remote-signing/algorithm-identifiers.ts';
import { assertCanSign, type RemoteCredential } from '../remote-signing/remote-credential.ts';
import { signRemotely } from '../remote-signing/sign-remotely.ts';
import { requirePermission } from './require-permission.ts';

/** A page asks for the list when it opens; a batch rings somebody's phone. */
const MAX_LISTINGS = 60;
const MAX_BATCHES = 20;
const WINDOW_MS = 10 * 60_000;
/** A manifest lives for five minutes, and a minute of other clocks on both sides. */
const MANIFEST_WINDOW_MS = 7 * 60_000;

/** What the remote signing service keeps for this person. Throws REMOTE_SIGNING_FAILED. */
export async function readRemoteCertificates(
  context: Context,
  person: Person | null,
): Promise<RemoteCertificates> {
  requirePermission(person, 'document.digitize', 'document.certify');
  const { remoteSigning } = context;
  if (remoteSigning === null) return { name: null, certificates: [] };
  await admit(context, `remote-list:${person.id}`, MAX_LISTINGS);
  const { service } = remoteSigning;
  const credentials = await service.credentials(person.username, new AbortController().signal);
  return { name: service.name, certificates: credentials.map(({ info }) => info) };
}

/**
 * Checks a batch as a bridge does and starts it: the manifest is ours, for this person, unused; every
 * item is the signed attributes of its document; the certificate is this person's and can sign. Only
 * then the service asks them. The same request again gives the same run.
 *
 * Throws MANIFEST_INVALID, CERTIFICATE_…, REMOTE_SIGNING_FAILED, BRIDGE_BUSY, TOO_MANY_REQUESTS.
 */
export async function startRemoteBatch(
  context: Context,
  person: Person | null,
  request: RemoteBatchRequest,
): Promise<BatchRun> {
  requirePermission(person, 'document.digitize', 'document.certify');
  const remote = configured(context);
  const { batchId } = request;
  const requestSha256 = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const known = remote.desk.same(person.id, batchId, requestSha256);
  if (known) return known;

  const manifest = await ownManifest(context, person, request.manifest);
  const checkedItems = await checkItems(request, manifest);
  await admit(context, `remote-batch:${person.id}`, MAX_BATCHES);
  const credential = await credentialOf(remote, person, request.certificateSha256);
  assertCanSign(credential, context.now());
  const items = checkedItems.map(({ document, toBeSigned, algorithms }): BatchItem => {
    const item = { documentId: document.id, ...algorithms };
    return { document, toBeSigned, algorithm: itemAlgorithm(item, credential.certificate.key) };
  });
  if (!items.every(({ algorithm }) => listsAlgorithm(credential.algorithms, algorithm))) {
    throw new AppError('CERTIFICATE_MISMATCH', { reason: 'algorithm' });
  }
  await useOnce(context, manifest);
  const batch = { credential, items, description: descriptionOf(manifest) };
  return remote.desk.start({ personId: person.id, batchId, requestSha256 }, (signal) =>
    recorded(context, person, batchId, signRemotely(batch, remote.service, signal)),
  );
}

/** A run of this person. Throws NOT_FOUND. */
export function findRemoteBatch(
  context: Context,
  person: Person | null,
  batchId: string,
): BatchRun {
  requirePermission(person, 'document.digitize', 'document.certify');
  return configured(context).desk.find(person.id, batchId);
}

function configured({ remoteSigning }: Context): RemoteSigning {
  if (remoteSigning) return remoteSigning;
  throw new AppError('REMOTE_SIGNING_FAILED', { reason: 'not-configured' });
}

async function ownManifest(context: Context, person: Person, jws: string): Promise<Manifest> {
  const manifest = await checkManifest(jws, {
    serverKey: context.manifestKey.serverKey,
    origin: context.env.origin,
    nowMs: context.now().getTime(),
    instanceKey: null,
  });
  if (manifest.userName !== person.name) throw invalid('person');
  return manifest;
}

async function useOnce(context: Context, { jti }: Manifest): Promise<void> {
  const { throttle } = context.stores;
  const isFirst = await throttle.take(`manifest:${jti}`, 1, MANIFEST_WINDOW_MS, context.now());
  if (!isFirst) throw invalid('replayed');
}

async function credentialOf(
  { service }: RemoteSigning,
  person: Person,
  certificateSha256: string,
): Promise<RemoteCredential> {
  const own = await service.credentials(person.username, new AbortController().signal);
  const found = own.find(({ info }) => info.certificateSha256 === certificateSha256);
  if (found) return found;
  throw new AppError('CERTIFICATE_MISMATCH', { reason: 'not-present' });
}

/** What the person reads on their phone, from what our server vouched for. */
function descriptionOf({ documents }: Manifest): string {
  const titles = documents.map(({ title, numberNotation }) =>
    [numberNotation, title].filter(Boolean).join(': '),
  );
  return `Ký ${documents.length} văn bản – ${titles.join('; ')}`;
}

async function admit(context: Context, key: string, max: number): Promise<void> {
  if (await context.stores.throttle.take(key, max, WINDOW_MS, context.now())) return;
  throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: WINDOW_MS / 1000 });
}

/** The outcome goes into the log of the server before the page hears of it. */
async function* recorded(
  context: Context,
  person: Person,
  batchId: string,
  events: AsyncIterable<SignEvent>,
): AsyncGenerator<SignEvent> {
  for await (const event of events) {
    if (event.event === 'done' || event.event === 'stopped') {
      const { signed, total } = event;
      const entry = await context.transaction((stores) =>
        stores.audit.append({
          at: context.now(),
          action: 'signing.remote',
          actorId: person.id,
          actorName: person.name,
          subjectKind: 'signing',
          subjectId: batchId,
          details: {
            signed,
            total,
            ...(event.event === 'stopped' && { code: event.error.code }),
          },
        }),
      );
      yield { ...event, auditHash: entry.hash };
    } else {
      yield event;
    }
  }
}
