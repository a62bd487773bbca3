import { contentKey } from '#lib/client/assembling/content-key.ts';
import {
  documentSource,
  scanTime,
  titleOf,
  type DocumentReader,
} from '#lib/client/assembling/document-source.ts';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import { appearanceLines } from './appearance-lines.ts';
import type { ChosenCertificate, SigningSource, SigningTask } from './signing-source.ts';

type SigningBatch = Pick<BatchSession, 'documentById' | 'pagesOf' | 'textLayers' | 'saveSignedPdf'>;

/** Documents of an open batch: built from their pages, signed by who scanned them, then queued. */
export class BatchSigningSource implements SigningSource {
  readonly #batch: SigningBatch;
  readonly #reader: DocumentReader;
  readonly #now: () => Date;

  constructor(batch: SigningBatch, reader: DocumentReader, now: () => Date) {
    this.#batch = batch;
    this.#reader = reader;
    this.#now = now;
  }

  async task(documentId: string, { info, signerName }: ChosenCertificate): Promise<SigningTask> {
    const batch = this.#batch;
    const document = this.#document(documentId);
    const pages = batch.pagesOf(documentId);
    const layers = await batch.textLayers(documentId);
    const scannedAt = scanTime(document, pages);
    const key = contentKey(document, pages);
    return {
      title: titleOf(document),
      numberNotation: fieldValue(document.metadata.numberNotation),
      input: {
        source: await documentSource(document, pages, layers, this.#reader),
        certificateChain: info.chain.map(decodeBase64),
        signedAt: this.#now(),
        signerName,
        appearance: { lines: appearanceLines({ signerName, scannedAt, isDemo: info.isDemo }) },
      },
      timestampAnchors: null,
      keep: async (sealed, { pageCount }) => {
        const current = this.#document(documentId);
        if (contentKey(current, batch.pagesOf(documentId)) !== key) {
          throw new AppError('DOCUMENT_STATE_CONFLICT', { fileName: current.fileName });
        }
        const signed = {
          sha256: sealed.sha256,
          sizeBytes: sealed.pdf.size,
          pageCount,
          signedAt: this.#now().toISOString(),
          certificateSha256: info.certificateSha256,
          contentKey: key,
        };
        await batch.saveSignedPdf(queued(current, signed), sealed.pdf);
      },
    };
  }

  #document(documentId: string): BatchDocument {
    const document = this.#batch.documentById(documentId);
    if (!document || document.isRemoved) throw new AppError('NOT_FOUND');
    return document;
  }
}

/** The record of a document that the upload queue takes up. */
export function queued(
  document: BatchDocument,
  signed: NonNullable<BatchDocument['signed']>,
): BatchDocument {
  return {
    ...document,
    state: 'signed',
    signed,
    upload: { phase: 'queued', sentBytes: 0, totalBytes: signed.sizeBytes, attempts: 0 },
  };
}
