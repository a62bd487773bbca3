import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { ShadowKind } from '#lib/pdf/shadow/find-shadow-content.ts';
import { decodeBase64, encodeBase64 } from '#lib/protocol/base64.ts';
import { MAX_BATCH_ITEMS, type CertificateInfo, type SignEvent } from '#lib/protocol/bridge.ts';
import type { BatchSigner } from './batch-signer.ts';
import type { DocumentSigner } from './document-signer.ts';
import type { Manifests } from './manifests.ts';
import type { PreparedDocument } from './signature-preparation.ts';
import type { ChosenCertificate, SigningSource, SigningTask } from './signing-source.ts';
import type { WholeDocumentSigner } from './vgca-documents.ts';

export type RunItem = {
  documentId: string;
  state: 'waiting' | 'preparing' | 'prepared' | 'signing' | 'signed' | 'failed';
  problem?: KeptProblem;
  /** Of a file that came from outside: known before anybody types a PIN. */
  warnings?: readonly ShadowKind[];
};

export type RunPhase =
  | { kind: 'idle' | 'preparing' | 'consent' | 'signing' | 'done' }
  | { kind: 'stopped'; problem?: KeptProblem };

export type SigningRunOptions = {
  source: SigningSource;
  signer: DocumentSigner;
  bridge: BatchSigner;
  manifests: Manifests;
  newId: () => string;
  /** Takes over where a certificate cannot sign a list. */
  wholeDocuments?: WholeDocumentSigner | undefined;
};

type Prepared = Omit<SigningTask, 'input'> & { documentId: string; prepared: PreparedDocument };

/** What the person agreed to in the dialog of the bridge. */
type Consent = { info: CertificateInfo; batchId: string };

/** How often a lost connection to the bridge is taken up again. */
const RESUMPTIONS = 3;

/**
 * One press of *Ký N tài liệu*: PDFs are prepared, the server vouches for the list, the bridge asks once
 * for consent and PIN, and every signature that comes is sealed and stored before the next one
 * counts. Whatever stops it, what was signed stays signed; the next run takes the missing ones.
 */
export class SigningRun {
  items: readonly RunItem[] = $state.raw([]);
  phase: RunPhase = $state.raw({ kind: 'idle' });
  /** Who asks for consent and PIN. */
  provider: CertificateInfo['provider'] = $state('pkcs11');

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
    this.provider = certificate.info.provider;
    this.items = documentIds.map((documentId) => ({ documentId, state: 'waiting' }));
    try {
      const { wholeDocuments } = this.#options;
      if (await wholeDocuments?.isNeeded(certificate.info)) {
        await this.#signOneByOne(documentIds, certificate);
      } else {
        await this.#signInLists(documentIds, certificate);
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

  async #signInLists(
    documentIds: readonly string[],
    certificate: ChosenCertificate,
  ): Promise<void> {
    for (let first = 0; first < documentIds.length; first += MAX_BATCH_ITEMS) {
      const part = documentIds.slice(first, first + MAX_BATCH_ITEMS);
      const prepared = await this.#prepareAll(part, certificate);
      if (prepared.length > 0) await this.#signAll(prepared, certificate);
    }
  }

  /** Each document is checked as any other, then signed in another program's window and kept. */
  async #signOneByOne(
    documentIds: readonly string[],
    certificate: ChosenCertificate,
  ): Promise<void> {
    const { source, wholeDocuments } = this.#options;
    const { provider, tokenLabel, certificateSha256 } = certificate.info;
    const all = await this.#prepareAll(documentIds, certificate);
    for (const { documentId, keep } of all) {
      if (!wholeDocuments || this.#stop.signal.aborted) throw new AppError('USER_CANCELLED');
      this.phase = { kind: 'signing' };
      this.#setState(documentId, 'signing');
      try {
        const task = await source.task(documentId, certificate);
        const { sealed, pageCount, ...log } = await wholeDocuments.sign(task, certificate.info);
        const receipt = { provider, tokenLabel, certificateSha256, ...log };
        await keep(sealed, { pageCount }, receipt);
        this.#setState(documentId, 'signed');
      } catch (error) {
        const problem = problemOf(error);
        // No further windows for a person who closed one, or whose program has gone.
        if (/^(?:VGCA|BRIDGE)_/u.test(problem.code)) throw error;
        this.#setState(documentId, 'failed', problem);
      }
    }
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
        const prepared = await this.#prepare(documentId, certificate);
        all.push(prepared);
        this.#setState(documentId, 'prepared');
        this.#warn(documentId, prepared.prepared.warnings);
      } catch (error) {
        const problem = problemOf(error);
        // A certificate that cannot sign this one can sign none.
        if (problem.code.startsWith('CERTIFICATE_')) throw error;
        this.#setState(documentId, 'failed', problem);
      }
    }
    return all;
  }

  async #prepare(documentId: string, certificate: ChosenCertificate): Promise<Prepared> {
    const { source, signer } = this.#options;
    const { input, ...task } = await source.task(documentId, certificate);
    return { ...task, documentId, prepared: await signer.prepare(input) };
  }

  async #signAll(all: readonly Prepared[], { info }: ChosenCertificate): Promise<void> {
    const { bridge, manifests, newId } = this.#options;
    const manifest = await manifests.issue({
      certificateSha256: info.certificateSha256,
      documents: all.map(({ documentId, title, numberNotation, prepared }) => ({
        id: documentId,
        title,
        numberNotation,
        pageCount: prepared.pageCount,
        contentSha256: prepared.contentSha256,
        ...(prepared.contentDigest && { contentDigest: prepared.contentDigest }),
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
        algorithm: prepared.signature.algorithm,
      })),
    };
    const { signal } = this.#stop;
    let events = bridge.signBatch(request, { signal });
    for (let resumptions = 0; ; resumptions += 1) {
      try {
        return await this.#follow(events, all, { info, batchId });
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
    consent: Consent,
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
          await this.#keep(event, all, consent);
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
    { id, signature, auditHash }: Extract<SignEvent, { event: 'signed' }>,
    all: readonly Prepared[],
    { info, batchId }: Consent,
  ): Promise<void> {
    const one = all.find(({ documentId }) => documentId === id);
    if (!one || this.itemOf(id)?.state === 'signed') return;
    this.phase = { kind: 'signing' };
    this.#setState(id, 'signing');
    try {
      const { prepared, timestampAnchors } = one;
      const raw = decodeBase64(signature);
      const sealed = await this.#options.signer.seal(prepared, raw, timestampAnchors);
      await one.keep(sealed, prepared, {
        batchId,
        provider: info.provider,
        tokenLabel: info.tokenLabel,
        certificateSha256: info.certificateSha256,
        ...(auditHash !== undefined && { auditHash }),
      });
      this.#setState(id, 'signed');
    } catch (error) {
      this.#setState(id, 'failed', problemOf(error));
    }
  }

  #warn(documentId: string, warnings: readonly ShadowKind[]): void {
    if (warnings.length === 0) return;
    this.items = this.items.map((item) =>
      item.documentId === documentId ? { ...item, warnings } : item,
    );
  }

  #setState(documentId: string, state: RunItem['state'], problem?: KeptProblem): void {
    this.items = this.items.map((item) =>
      item.documentId === documentId
        ? {
            documentId,
            state,
            ...(item.warnings && { warnings: item.warnings }),
            ...(problem && { problem }),
          }
        : item,
    );
  }
}

/** What a person reads; a bug inside is told as a document that cannot be signed, and logged. */
function problemOf(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  console.error(error);
  return { code: 'PDF_CANNOT_BE_SIGNED', details: {} };
}
