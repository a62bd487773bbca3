import fontUrl from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url';
import { pageValidationServices } from '#lib/client/pki/validation-services.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { prepareDocument, sealDocument } from './signature-preparation.ts';
import type { WorkerAnswer, WorkerRequest } from './signing-messages.ts';

let font: Promise<Uint8Array> | undefined;

self.addEventListener('message', (event: MessageEvent<WorkerRequest>) => {
  void answer(event.data).then((message) => self.postMessage(message));
});

async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  const { id } = request;
  try {
    if (request.deed === 'prepare') {
      font ??= loadFont();
      return { id, prepared: await prepareDocument(request.input, request.page, await font) };
    }
    const { prepared, rawSignature, timestampAnchors } = request;
    const timestamping = timestampAnchors && { timestamp, trustAnchors: timestampAnchors };
    return { id, sealed: await sealDocument(prepared, rawSignature, timestamping) };
  } catch (error) {
    if (error instanceof AppError) return { id, code: error.code, details: error.details };
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function timestamp(request: Uint8Array): Promise<Uint8Array> {
  const services = pageValidationServices({ hasTimestampAuthority: true });
  if (services.timestamp === null) throw new AppError('TSA_UNREACHABLE');
  return services.timestamp(request);
}

async function loadFont(): Promise<Uint8Array> {
  const response = await fetch(fontUrl).catch(() => null);
  if (!response?.ok) {
    font = undefined;
    throw new AppError('SERVER_UNREACHABLE');
  }
  return new Uint8Array(await response.arrayBuffer());
}
