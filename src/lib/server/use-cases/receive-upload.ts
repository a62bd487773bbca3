import { Metadata, Server, type Upload } from '@tus/server';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Context } from '../context.ts';
import { toProblem } from '../http/problem.ts';
import { TusDataStore } from '../uploads/tus-data-store.ts';
import { MAX_DOCUMENT_BYTES } from './announce-document.ts';
import { requirePermission } from './require-permission.ts';

const PATH = '/api/tus';
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/**
 * tus 1.0 for the bytes of announced documents; only who announced one may send it. Its end is a
 * hint ("đã nhận"), the commit decides.
 */
export async function receiveUpload(
  context: Context,
  person: Person | null,
  request: Request,
): Promise<Response> {
  requirePermission(person, 'document.digitize');
  if (request.method === 'OPTIONS') return tusServer(context).handleWeb(request);
  const documentId = documentIdOf(request);
  const document = await context.stores.documents.find(documentId);
  if (document === null || document.announcedBy !== person.id) throw new AppError('NOT_FOUND');
  if (document.state === 'stored') throw new AppError('DOCUMENT_STATE_CONFLICT');
  if (request.method === 'POST') {
    const length = Number(request.headers.get('upload-length'));
    if (length !== document.sizeBytes) {
      throw new AppError('CONTENT_MISMATCH', { announcedBytes: document.sizeBytes ?? 0 });
    }
  }
  return tusServer(context).handleWeb(request);
}

/** Cheap to build: it holds nothing between requests but the locks, which are the context's. */
function tusServer(context: Context): Server {
  return new Server({
    path: PATH,
    relativeLocation: true,
    maxSize: MAX_DOCUMENT_BYTES,
    allowedOrigins: [context.env.origin],
    locker: context.uploadLocker,
    datastore: new TusDataStore(context.uploads, context.stores.uploads, context.now),
    namingFunction: (_request, metadata) => metadata?.['documentId'] ?? '',
    onUploadFinish: async (_request, upload: Upload) => {
      await noteArrival(context, upload.id);
      return {};
    },
    onResponseError: (_request, error) => {
      if (!(error instanceof AppError)) return undefined;
      const problem = toProblem(error);
      return { status_code: problem.status, body: JSON.stringify(problem) };
    },
  });
}

/** Records that all bytes are there. Repeatable; the commit and the reconciler do it when this was missed. */
export async function noteArrival(context: Context, documentId: string): Promise<void> {
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.uploads.complete(documentId, at);
    if (!(await stores.documents.markReceived(documentId, at))) return;
    await stores.audit.append({
      at,
      action: 'document.received',
      actorId: null,
      actorName: 'Hệ thống',
      subjectKind: 'document',
      subjectId: documentId,
      details: {},
    });
  });
}

function documentIdOf(request: Request): string {
  const id =
    request.method === 'POST'
      ? uploadMetadata(request)['documentId']
      : new URL(request.url).pathname.split('/').at(-1);
  if (id === undefined || id === null || !UUID.test(id)) throw new AppError('NOT_FOUND');
  return id;
}

function uploadMetadata(request: Request): Record<string, string | null> {
  try {
    return Metadata.parse(request.headers.get('upload-metadata') ?? undefined);
  } catch (cause) {
    throw new AppError('INVALID_INPUT', { fields: ['upload-metadata'] }, { cause });
  }
}
