import { anchorsFor } from '#lib/client/pki/trust-settings.ts';
import { pageValidationServices } from '#lib/client/pki/validation-services.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { validateDocument } from '#lib/pdf/validate-document.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type {
  ValidationAnswer,
  ValidationRequest,
  ValidationStage,
} from './validation-messages.ts';

self.addEventListener('message', (event: MessageEvent<ValidationRequest>) => {
  void validate(event.data).then(answer);
});

function answer(message: ValidationAnswer): void {
  self.postMessage(message);
}

function tell(stage: ValidationStage): void {
  answer({ kind: 'stage', stage });
}

async function validate({ file, trust, at }: ValidationRequest): Promise<ValidationAnswer> {
  try {
    tell('reading');
    const pdf = new Uint8Array(await readFile(file));
    tell('verifying');
    const report = await validateDocument(pdf, {
      trustAnchors: anchorsFor(trust, 'signing'),
      timestampAnchors: anchorsFor(trust, 'timestamping'),
      at,
      services: toldServices(pageValidationServices(trust)),
    });
    return { kind: 'report', report };
  } catch (error) {
    if (error instanceof AppError) {
      return { kind: 'problem', code: error.code, details: error.details };
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'bug', message };
  }
}

/** A file that was moved, or lies on a share that went away, cannot be read any more. */
function readFile(file: Blob): Promise<ArrayBuffer> {
  return file.arrayBuffer().catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', {}, { cause });
  });
}

/** Asking others is what takes time: the person should know. */
function toldServices(services: ValidationServices): ValidationServices {
  const told = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    tell('asking');
    return ask().finally(() => tell('verifying'));
  };
  return {
    timestamp: null,
    ocsp: (url, request) => told(() => services.ocsp(url, request)),
    crl: (url) => told(() => services.crl(url)),
    issuerCertificates: (url) => told(() => services.issuerCertificates(url)),
  };
}
