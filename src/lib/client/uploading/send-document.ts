import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, KeptProblem, UploadProgress } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Receipt } from '#lib/protocol/documents.ts';
import { announcementOf } from './announcement.ts';
import { correctionFrom } from './correction-from.ts';
import type { RepositoryTransport } from './repository-transport.ts';
import { failureKind } from './retry-policy.ts';

/** What the queue needs of the batch store. */
export type QueueStore = Pick<
  BatchStore,
  | 'listBatches'
  | 'readBatch'
  | 'readTextLayers'
  | 'readBlob'
  | 'updateDocument'
  | 'releaseDocument'
  | 'subscribe'
>;

const TEACHING_PATIENCE_MS = 10_000;

export type SendContext = {
  store: QueueStore;
  transport: RepositoryTransport;
  signal: AbortSignal;
  onProgress: (progress: UploadProgress) => void;
};

/**
 * One document's way into the repository: announce → send → commit → receipt kept → bytes freed.
 * Every step may have happened before (reload, crash, another tab): the answer to the announcement
 * says where to go on. Nothing on this PC is freed before the commit answered. Throws `AppError`.
 */
export async function sendDocument(
  document: BatchDocument,
  context: SendContext,
): Promise<Receipt> {
  const { store, transport, signal } = context;
  const { signed } = document;
  if (!signed) throw new AppError('SIGNATURE_MISSING', { fileName: document.fileName });

  const status = await transport.announce(await announcement(document, store), signal);
  if (status.receipt) return keepReceipt(document, status.receipt, context);

  if (status.state === 'announced') await sendBytes(document, context, false);
  await mark(document, context, 'received');
  try {
    return await keepReceipt(document, await transport.commit(document.id, signal), context);
  } catch (error) {
    if (!isContentLost(error)) throw error;
  }
  // What the server holds is not what was signed: once more from the first byte.
  await sendBytes(document, context, true);
  await mark(document, context, 'received');
  return keepReceipt(document, await transport.commit(document.id, signal), context);
}

/**
 * The record of the failure; the document stays in the queue with all its bytes. When a person must
 * decide, it is open again for correcting and signing: the server takes another announcement of the
 * same document as long as it is not stored.
 */
export async function markFailed(
  store: QueueStore,
  documentId: string,
  problem: KeptProblem,
  attempts: number,
): Promise<void> {
  const isOpenAgain = failureKind(problem.code) === 'person';
  await store.updateDocument(documentId, (current) =>
    current.receipt
      ? current
      : {
          ...current,
          state: isOpenAgain ? 'signed' : current.state,
          upload: { ...progressOf(current), phase: 'failed', problem, attempts },
        },
  );
}

async function announcement(document: BatchDocument, store: QueueStore) {
  const { pages, layers } = await readPages(document, store);
  return announcementOf(document, pages, layers);
}

async function readPages(document: BatchDocument, store: QueueStore) {
  const content = await store.readBatch(document.batchId);
  const byId = new Map(content?.pages.map((page) => [page.id, page]));
  const pages = document.pageIds.flatMap((id) => byId.get(id) ?? []);
  return { pages, layers: await store.readTextLayers(document.pageIds) };
}

async function sendBytes(
  document: BatchDocument,
  context: SendContext,
  isFresh: boolean,
): Promise<void> {
  const { signed } = document;
  const pdf = await context.store.readBlob(`signed:${document.id}`);
  if (!signed || pdf?.size !== signed.sizeBytes) {
    throw new AppError('PAGE_DATA_LOST', { fileName: document.fileName });
  }
  const progress = await mark(document, context, 'announced');
  await context.transport.send(document.id, signed.sha256, pdf, {
    isFresh,
    signal: context.signal,
    onProgress: (sentBytes) => context.onProgress({ ...progress, phase: 'sending', sentBytes }),
  });
}

/** Writes how far the document is; `announced` while its bytes travel. */
async function mark(
  document: BatchDocument,
  context: SendContext,
  state: 'announced' | 'received',
): Promise<UploadProgress> {
  const phase = state === 'announced' ? 'sending' : 'received';
  const earlier = progressOf(document);
  const sentBytes = state === 'announced' ? 0 : earlier.totalBytes;
  const upload: UploadProgress = { ...earlier, phase, sentBytes };
  await context.store.updateDocument(document.id, (current) => ({ ...current, state, upload }));
  context.onProgress(upload);
  return upload;
}

async function keepReceipt(
  document: BatchDocument,
  receipt: Receipt,
  context: SendContext,
): Promise<Receipt> {
  if (receipt.sha256 !== document.signed?.sha256) throw new AppError('CONTENT_MISMATCH');
  const { store, onProgress } = context;
  await teach(document, receipt, context);
  const earlier = progressOf(document);
  const upload: UploadProgress = { ...earlier, phase: 'stored', sentBytes: earlier.totalBytes };
  const stored = await store.updateDocument(document.id, (current) => ({
    ...current,
    state: 'stored',
    receipt,
    upload,
  }));
  onProgress(upload);
  if (stored) await store.releaseDocument(stored);
  return receipt;
}

/** While its text is still here. What is stored is stored: no failure here holds it up. */
async function teach(document: BatchDocument, receipt: Receipt, context: SendContext) {
  const { store, transport, signal } = context;
  try {
    const { pages, layers } = await readPages(document, store);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(TEACHING_PATIENCE_MS)]);
    await transport.teach(correctionFrom(document, receipt, pages, layers), patience);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof DOMException)) console.error(error);
  }
}

/** How far a document is, without the problem of an earlier attempt. */
export function progressOf(document: BatchDocument): UploadProgress {
  const { signed, upload } = document;
  return {
    phase: upload?.phase ?? 'queued',
    sentBytes: upload?.sentBytes ?? 0,
    totalBytes: signed?.sizeBytes ?? 0,
    attempts: upload?.attempts ?? 0,
  };
}

function isContentLost(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === 'CONTENT_NOT_RECEIVED' || error.code === 'CONTENT_MISMATCH')
  );
}
