import { AppError } from '#lib/domain/app-error.ts';
import { BatchRun } from '#lib/pki/signing-batch/batch-run.ts';
import type { SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Dialog } from '../dialog/dialog.ts';
import type { DialogTurn } from '../dialog/dialog-turn.ts';
import type { Pairing } from '../pairing/pairings.ts';
import { sha256Hex } from './certificate-info.ts';
import { checkBatch, type AcceptableBatch } from './check-batch.ts';
import { signBatch } from './sign-batch.ts';
import type { SigningProvider } from './signing-provider.ts';
import type { UsedManifests } from './used-manifests.ts';

const keptForMs = 10 * 60_000;

export type DeskParts = {
  providers: readonly SigningProvider[];
  dialog: Dialog;
  turn: DialogTurn;
  usedManifests: UsedManifests;
  audit: AuditLog;
  now: () => Date;
  /** Of this bridge, SPKI base64. */
  instanceKey: string;
};

type KeptBatch = {
  run: BatchRun;
  pairingId: string;
  requestSha256: string;
  /** Infinite while it runs. */
  keptUntilMs: number;
};

/** Takes batches in, one at a time, and keeps their results for ten minutes. */
export class BatchDesk {
  readonly #parts: DeskParts;
  readonly #batches = new Map<string, KeptBatch>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Checks everything and starts; the same request again gives the same run. Throws what
   * `checkBatch` throws, BRIDGE_BUSY, TOO_MANY_REQUESTS and BRIDGE_BAD_REQUEST.
   */
  async accept(request: SignBatchRequest, body: Uint8Array, pairing: Pairing): Promise<BatchRun> {
    this.#forgetOld();
    const requestSha256 = sha256Hex(body);
    const known = this.#batches.get(request.batchId);
    if (known) return sameBatch(known, pairing, requestSha256);
    const release = this.#parts.turn.take(pairing.origin, this.#nowMs());
    try {
      const accepted = await this.#check(request, pairing);
      const run = new BatchRun((signal) => this.#sign(request.batchId, accepted, signal));
      const kept = { run, pairingId: pairing.pairingId, requestSha256 };
      this.#batches.set(request.batchId, { ...kept, keptUntilMs: Number.POSITIVE_INFINITY });
      void run.ended.then(() => {
        release();
        this.#batches.set(request.batchId, { ...kept, keptUntilMs: this.#nowMs() + keptForMs });
      });
      return run;
    } catch (error) {
      release();
      await this.#recordRefusal(request.batchId, pairing, error);
      throw error;
    }
  }

  /** Whether a batch is open; its token is left alone then. */
  get isBusy(): boolean {
    return [...this.#batches.values()].some(({ keptUntilMs }) => !Number.isFinite(keptUntilMs));
  }

  /** The run of this pairing's batch; throws NOT_FOUND. */
  find(batchId: string, pairing: Pairing): BatchRun {
    this.#forgetOld();
    const kept = this.#batches.get(batchId);
    if (kept?.pairingId !== pairing.pairingId) throw new AppError('NOT_FOUND');
    return kept.run;
  }

  /** Withdraws an open dialog, stops before the next document, and logs out. */
  async close(): Promise<void> {
    const runs = [...this.#batches.values()].map(({ run }) => run);
    for (const run of runs) run.cancel();
    await Promise.all(runs.map((run) => run.ended));
  }

  async #check(request: SignBatchRequest, pairing: Pairing): Promise<AcceptableBatch> {
    const { providers, usedManifests, audit, now, instanceKey } = this.#parts;
    const here = { now: now(), instanceKey };
    const accepted = await checkBatch(request, pairing, providers, here);
    await usedManifests.use(accepted.manifest, this.#nowMs());
    await audit.append({
      event: 'batch-accepted',
      origin: pairing.origin,
      userName: accepted.manifest.userName,
      batchId: request.batchId,
      manifestId: accepted.manifest.jti,
      certificateSha256: request.certificateSha256,
      count: accepted.batch.items.length,
    });
    return accepted;
  }

  async *#sign(
    batchId: string,
    { batch, provider }: AcceptableBatch,
    signal: AbortSignal,
  ): AsyncGenerator<SignEvent> {
    const { dialog, turn } = this.#parts;
    let isLoggedIn = false;
    const nowMs = () => this.#nowMs();
    for await (const event of signBatch(batch, { provider, dialog, nowMs }, signal)) {
      if (event.event === 'login') {
        isLoggedIn = true;
        turn.countAccepted(batch.origin);
      }
      if (event.event === 'stopped' && !isLoggedIn) {
        const end = event.error.code === 'USER_CANCELLED' ? 'turned-away' : 'failed';
        turn.countFruitless(batch.origin, end, nowMs());
      }
      yield await this.#record(batchId, batch, event);
    }
  }

  /** The event with the receipt of its entry in the log. */
  async #record(
    batchId: string,
    { items, origin }: AcceptableBatch['batch'],
    event: SignEvent,
  ): Promise<SignEvent> {
    const { audit } = this.#parts;
    if (event.event === 'signed' || event.event === 'failed') {
      const document = items.find((item) => item.document.id === event.id)?.document;
      const auditHash = await audit.append({
        event: event.event,
        origin,
        batchId,
        documentId: event.id,
        title: document?.title ?? '',
        contentSha256: document?.contentSha256 ?? '',
        ...(event.event === 'failed' && { code: event.error.code }),
      });
      return event.event === 'signed' ? { ...event, auditHash } : event;
    }
    if (event.event === 'done' || event.event === 'stopped') {
      const auditHash = await audit.append({
        event: 'batch-ended',
        origin,
        batchId,
        signed: event.signed,
        total: event.total,
        ...(event.event === 'stopped' && { code: event.error.code }),
      });
      return { ...event, auditHash };
    }
    return event;
  }

  async #recordRefusal(batchId: string, { origin }: Pairing, error: unknown): Promise<void> {
    if (!(error instanceof AppError)) return;
    const reason = String(error.details.reason ?? '');
    await this.#parts.audit.append({
      event: 'batch-refused',
      origin,
      batchId,
      code: error.code,
      reason,
    });
  }

  #forgetOld(): void {
    for (const [batchId, { keptUntilMs }] of this.#batches) {
      if (keptUntilMs < this.#nowMs()) this.#batches.delete(batchId);
    }
  }

  #nowMs(): number {
    return this.#parts.now().getTime();
  }
}

function sameBatch(known: KeptBatch, pairing: Pairing, requestSha256: string): BatchRun {
  if (known.pairingId === pairing.pairingId && known.requestSha256 === requestSha256) {
    return known.run;
  }
  throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'batch-id-used' });
}
