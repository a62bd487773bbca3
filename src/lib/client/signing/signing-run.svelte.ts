import { contentKey } from '#lib/client/assembling/content-key.ts';
import {
  documentSource,
  scanTime,
  titleOf,
  type DocumentReader,
} from '#lib/client/assembling/document-source.ts';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { BatchDocument, KeptProblem } from '#lib/client/batches/model.ts';
import type { Bridge } from '#lib/client/bridge/bridge.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import { decodeBase64, encodeBase64 } from '#lib/protocol/base64.ts';
import { MAX_BATCH_ITEMS, type CertificateInfo, type SignEvent } from '#lib/protocol/bridge.ts';
import { appearanceLines } from './appearance-lines.ts';
import type { DocumentSigner } from './document-signer.ts';
import type { Manifests } from './manifests.ts';
import type { PreparedDocument, SealedDocument } from './signature-preparation.ts';

export type RunItem = {
  documentId: string;
  state: 'waiting' | 'preparing' | 'prepared' | 'signing' | 'signed' | 'failed';
  problem?: KeptProblem;
};

export type RunPhase =
  | { kind: 'idle' | 'preparing' | 'consent' | 'signing' | 'done' }
  | { kind: 'stopped'; problem?: KeptProblem };

export type SigningRunOptions = {
  batch: Pick<BatchSession, 'documentById' | 'pagesOf' | 'textLayers' | 'saveSignedPdf'>;
  reader: DocumentReader;
  signer: DocumentSigner;
  bridge: Bridge;
  manifests: Manifests;
  now: () => Date;
  newId: () => string;
};

/** A chosen certificate, and the name it stands for. */
export type ChosenCertificate = { info: CertificateInfo; signerName: string };

type Prepared = { documentId: string; contentKey: string; prepared: PreparedDocument };

/** How often a lost connection to the bridge is taken up again. */
const RESUMPTIONS = 3;

/**
 * One press of *Ký N tài liệu*: PDFs are built, the server vouches for the list, the bridge asks once
 * for consent and PIN, and every signature that comes is sealed and stored before the next one
 * counts. Whatever stops it, what was signed stays signed; the next run takes the missing ones.
 */
export class SigningRun {
  items: readonly RunItem[] = $state.raw([]);
  phase: RunPhase = $state.raw({ kind: 'idle' });

  readonly #options: SigningRunOptions;
  #stop = new AbortController();

  constructor(options: SigningRunOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return ['preparing', 'consent', 'signing'].includes(this.phase.kind);
  }

  get signedCount(): number {
    return this.items.filter(({ state }) => state === 'signed').length;
  }

  get preparedCount(): number {
    return this.items.filter(({ state }) => state !== 'waiting' && state !== 'preparing').length;
  }

  itemOf(documentId: string): RunItem | undefined {
    return this.items.find((item) => item.documentId === documentId);
  }

  /** Signs the documents in their order; more than 200 take several consents. */
  async start(documentIds: readonly string[], certificate: ChosenCertificate): Promise<void> {
    if (this.isRunning || documentIds.length === 0) return;
    this.#stop = new AbortController();
    this.items = documentIds.map((documentId) => ({ documentId, state: 'waiting' }));
    try {
      for (let first = 0; first < documentIds.length; first += MAX_BATCH_ITEMS) {
        const part = documentIds.slice(first, first + MAX_BATCH_ITEMS);
        const prepared = await this.#prepareAll(part, certificate);
        if (prepared.length > 0) await this.#signAll(prepared, certificate);
      }
      this.phase = { kind: 'done' };
    } catch (error) {
      this.phase = { kind: 'stopped', problem: problemOf(error) };
      this.items = this.items.map((item) =>
        item.state === 'signed' || item.state === 'failed' ? item : { ...item, state: 'waiting' },
      );
    }
  }

  /** Stops before the next document. */
  stop(): void {
    this.#stop.abort();
  }

  async #prepareAll(
    documentIds: readonly string[],
    certificate: ChosenCertificate,
  ): Promise<Prepared[]> {
    this.phase = { kind: 'preparing' };
    const all: Prepared[] = [];
    for (const documentId of documentIds) {
      if (this.#stop.signal.aborted) throw new AppError('USER_CANCELLED');
      this.#setState(documentId, 'preparing');
      try {
        all.push(await this.#prepare(documentId, certificate));
        this.#setState(documentId, 'prepared');
      } catch (error) {
        const problem = problemOf(error);
        // A certificate that cannot sign this one can sign none.
        if (problem.code.startsWith('CERTIFICATE_')) throw error;
        this.#setState(documentId, 'failed', problem);
      }
    }
    return all;
  }

  async #prepare(documentId: string, { info, signerName }: ChosenCertificate): Promise<Prepared> {
    const { batch, reader, signer, now } = this.#options;
    const document = this.#document(documentId);
    const pages = batch.pagesOf(documentId);
    const layers = await batch.textLayers(documentId);
    const scannedAt = scanTime(document, pages);
    const prepared = await signer.prepare({
      source: await documentSource(document, pages, layers, reader),
      certificateChain: info.chain.map(decodeBase64),
      signedAt: now(),
      signerName,
      lines: appearanceLines({ signerName, scannedAt, isDemo: info.isDemo }),
    });
    return { documentId, contentKey: contentKey(document, pages), prepared };
  }

  async #signAll(all: readonly Prepared[], { info }: ChosenCertificate): Promise<void> {
    const { bridge, manifests, newId } = this.#options;
    const manifest = await manifests.issue({
      certificateSha256: info.certificateSha256,
      documents: all.map(({ documentId, prepared }) => ({
        ...this.#listing(documentId),
        pageCount: prepared.pageCount,
        contentSha256: prepared.contentSha256,
        attributesSha256: prepared.attributesSha256,
      })),
    });
    this.phase = { kind: 'consent' };
    const batchId = newId();
    const request = {
      batchId,
      manifest,
      provider: info.provider,
      certificateSha256: info.certificateSha256,
      items: all.map(({ documentId, prepared }) => ({
        id: documentId,
        toBeSigned: encodeBase64(prepared.signature.toBeSigned),
      })),
    };
    const { signal } = this.#stop;
    let events = bridge.signBatch(request, { signal });
    for (let resumptions = 0; ; resumptions += 1) {
      try {
        return await this.#follow(events, all, info);
      } catch (error) {
        const isLost = error instanceof AppError && error.code === 'BRIDGE_NOT_RUNNING';
        if (!isLost || resumptions >= RESUMPTIONS || this.phase.kind === 'consent') throw error;
        events = bridge.resume(batchId);
      }
    }
  }

  /** Events may come again from the first one on after a lost connection: sealing is done once. */
  async #follow(
    events: AsyncIterable<SignEvent>,
    all: readonly Prepared[],
    info: CertificateInfo,
  ): Promise<void> {
    for await (const event of events) {
      switch (event.event) {
        case 'consent':
          this.phase = { kind: 'consent' };
          break;
        case 'login':
          this.phase = { kind: 'signing' };
          break;
        case 'signed':
          await this.#keep(event.id, event.signature, all, info);
          break;
        case 'failed':
          this.#setState(event.id, 'failed', event.error);
          break;
        case 'stopped':
          throw new AppError(event.error.code, event.error.details);
        case 'done':
          return;
      }
    }
    throw new AppError('BRIDGE_NOT_RUNNING');
  }

  /** Seals one document and stores it; a failure concerns this document alone. */
  async #keep(
    documentId: string,
    signature: string,
    all: readonly Prepared[],
    info: CertificateInfo,
  ): Promise<void> {
    const one = all.find((each) => each.documentId === documentId);
    if (!one || this.itemOf(documentId)?.state === 'signed') return;
    this.phase = { kind: 'signing' };
    this.#setState(documentId, 'signing');
    try {
      const sealed = await this.#options.signer.seal(one.prepared, decodeBase64(signature));
      await this.#store(one, sealed, info);
      this.#setState(documentId, 'signed');
    } catch (error) {
      this.#setState(documentId, 'failed', problemOf(error));
    }
  }

  async #store(one: Prepared, sealed: SealedDocument, info: CertificateInfo): Promise<void> {
    const { batch, now } = this.#options;
    const document = this.#document(one.documentId);
    if (contentKey(document, batch.pagesOf(one.documentId)) !== one.contentKey) {
      throw new AppError('DOCUMENT_STATE_CONFLICT', { fileName: document.fileName });
    }
    const signed = {
      sha256: sealed.sha256,
      sizeBytes: sealed.pdf.size,
      pageCount: one.prepared.pageCount,
      signedAt: now().toISOString(),
      certificateSha256: info.certificateSha256,
      contentKey: one.contentKey,
    };
    await batch.saveSignedPdf(queued(document, signed), sealed.pdf);
  }

  #listing(documentId: string) {
    const document = this.#document(documentId);
    return {
      id: documentId,
      title: titleOf(document),
      numberNotation: fieldValue(document.metadata.numberNotation),
    };
  }

  #document(documentId: string): BatchDocument {
    const document = this.#options.batch.documentById(documentId);
    if (!document || document.isRemoved) throw new AppError('NOT_FOUND');
    return document;
  }

  #setState(documentId: string, state: RunItem['state'], problem?: KeptProblem): void {
    this.items = this.items.map((item) =>
      item.documentId === documentId ? { documentId, state, ...(problem && { problem }) } : item,
    );
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

/** What a person reads; a bug inside is told as a document that cannot be signed, and logged. */
function problemOf(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  console.error(error);
  return { code: 'PDF_CANNOT_BE_SIGNED', details: {} };
}
