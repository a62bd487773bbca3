import { readSignEvents } from '#lib/client/bridge/sign-events.ts';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { RemoteCertificatesSchema, type RemoteCertificates } from '#lib/protocol/remote-signing.ts';
import type { BatchSigner } from './batch-signer.ts';

/** The remote signing service, which our server asks for this page. All throw `AppError`. */
export interface RemoteSigning extends BatchSigner {
  certificates(): Promise<RemoteCertificates>;
}

const path = '/api/signing/remote';

export const httpRemoteSigning: RemoteSigning = {
  certificates: () => requestJson(`${path}/certificates`, RemoteCertificatesSchema),

  async *signBatch(request: SignBatchRequest, { signal } = {}): AsyncGenerator<SignEvent> {
    if (signal?.aborted) throw new AppError('USER_CANCELLED');
    const cancel = () => void send(`batches/${request.batchId}/cancel`, {}).catch(() => undefined);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      yield* readSignEvents(await send('batches', request));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  },

  async *resume(batchId: string): AsyncGenerator<SignEvent> {
    yield* readSignEvents(await send(`batches/${encodeURIComponent(batchId)}`));
  },
};

async function send(deed: string, body?: object): Promise<Response> {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${path}/${deed}`, request).catch((cause: unknown) => {
    throw new AppError('SERVER_UNREACHABLE', {}, { cause });
  });
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}
