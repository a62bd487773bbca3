import { AppError } from '#lib/domain/app-error.ts';
import type { Context } from '../context.ts';
import { takeIn } from './commit-document.ts';
import { noteArrival } from './receive-upload.ts';

export type Reconciliation = { finished: string[]; received: string[]; refused: string[] };

/**
 * At start: finishes commits that broke off after the file was moved, notes uploads whose end was
 * missed, drops incoming files of documents that are stored. Nothing that is only announced is ever
 * deleted.
 */
export async function reconcile(context: Context): Promise<Reconciliation> {
  const outcome: Reconciliation = { finished: [], received: [], refused: [] };
  for (const document of await context.stores.documents.unfinished()) {
    const arrived = await context.uploads.sizeOf(document.id);
    const moved = document.sha256 === null ? null : await context.objects.sizeOf(document.sha256);
    if (arrived !== null && arrived === document.sizeBytes) {
      if (document.state === 'received') continue;
      await noteArrival(context, document.id);
      outcome.received.push(document.id);
    } else if (document.state === 'received' && moved === document.sizeBytes) {
      const isFinished = await tryToFinish(context, document);
      outcome[isFinished ? 'finished' : 'refused'].push(document.id);
    }
  }
  await dropStoredUploads(context);
  return outcome;
}

async function tryToFinish(
  context: Context,
  document: Parameters<typeof takeIn>[2],
): Promise<boolean> {
  try {
    await takeIn(context, { id: null, name: 'Hệ thống' }, document);
    return true;
  } catch (error) {
    // The person meets the same error, with its remedy, at the next commit.
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function dropStoredUploads(context: Context): Promise<void> {
  for (const documentId of await context.uploads.documentIds()) {
    const document = await context.stores.documents.find(documentId).catch(() => null);
    if (document?.state === 'stored') await context.uploads.remove(documentId);
  }
}
