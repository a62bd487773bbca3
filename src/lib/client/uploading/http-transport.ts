import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Correction } from '#lib/protocol/corrections.ts';
import { DocumentStatusSchema, ReceiptSchema, type Announcement } from '#lib/protocol/documents.ts';
import { ProblemSchema } from '#lib/protocol/problem.ts';
import type { RepositoryTransport, SendOptions } from './repository-transport.ts';

/** Waits of tus-js-client inside one attempt; longer breaks are the queue's. */
const SHORT_RETRIES_MS = [500, 1_500, 3_000];

const KeptSchema = v.object({ kept: v.number() });

/** Our server: JSON calls, and tus (resumable upload 1.0.0) for the bytes. */
export class HttpTransport implements RepositoryTransport {
  announce(announcement: Announcement, signal: AbortSignal) {
    return requestJson('/api/documents', DocumentStatusSchema, { body: announcement, signal });
  }

  commit(documentId: string, signal: AbortSignal) {
    const path = `/api/documents/${documentId}/commit`;
    return requestJson(path, ReceiptSchema, { method: 'POST', body: {}, signal });
  }

  async teach(correction: Correction, signal: AbortSignal): Promise<void> {
    const body = { corrections: [correction] };
    await requestJson('/api/corrections', KeptSchema, { body, signal });
  }

  async send(documentId: string, sha256: string, pdf: Blob, options: SendOptions): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const upload = new Upload(pdf, {
      ...uploadOptions(documentId, sha256),
      onProgress: options.onProgress,
      onSuccess: () => resolve(undefined),
      onError: (error) => reject(appErrorOf(error)),
    });
    const stop = () => {
      void upload.abort();
      reject(new AppError('UPLOAD_INTERRUPTED'));
    };
    options.signal.addEventListener('abort', stop, { once: true });
    try {
      options.signal.throwIfAborted();
      const [previous] = options.isFresh ? [] : await upload.findPreviousUploads();
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
      await promise;
    } finally {
      options.signal.removeEventListener('abort', stop);
    }
  }
}

function uploadOptions(documentId: string, sha256: string): UploadOptions {
  return {
    endpoint: '/api/tus',
    retryDelays: SHORT_RETRIES_MS,
    metadata: { documentId, sha256, filetype: 'application/pdf' },
    /** One upload per document and content: another tab or a later day finds it again. */
    fingerprint: async () => `tram-so-hoa-${documentId}-${sha256}`,
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || status >= 500;
    },
  };
}

/** tus reports the answer of the server inside its own error. */
function appErrorOf(error: Error | DetailedError): AppError {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return new AppError('SERVER_UNREACHABLE', {}, { cause: error });
  const problem = v.safeParse(ProblemSchema, parseJson(response.getBody()));
  if (problem.success) return new AppError(problem.output.code, problem.output.details);
  if (response.getStatus() === 401) return new AppError('NOT_SIGNED_IN');
  return new AppError('SERVER_FAILED', { status: response.getStatus() }, { cause: error });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
