import type { BridgeObserver } from '#lib/client/bridge/bridge.ts';
import {
  loopbackPermission,
  type LoopbackPermission,
} from '#lib/client/bridge/loopback-permission.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { AuditAnswer, ProvidersAnswer } from '#lib/protocol/bridge.ts';
import type { BridgeConnection } from './bridge-connection.svelte.ts';
import { diagnose, logShownSince, type StepResult } from './device-diagnosis.ts';
import type { SignerCheck } from './signer-check.svelte.ts';

type Options = {
  connection: BridgeConnection;
  observer: Pick<BridgeObserver, 'providers' | 'auditEntries'>;
  check: SignerCheck;
  permission?: () => Promise<LoopbackPermission>;
  now: () => Date;
};

/** What the page *Thiết bị ký* finds on this PC, step by step, and what was signed here. */
export class DeviceDiagnosis {
  isRunning = $state(false);
  isReading = $state(false);
  /** This page's entries of the log on this PC, newest first. */
  entries: AuditAnswer['entries'] = $state.raw([]);
  hasMoreEntries = $state(false);
  #permission: LoopbackPermission = $state('unknown');
  #providers: ProvidersAnswer | null = $state.raw(null);

  #lastReading = 0;

  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get steps(): StepResult[] {
    const { connection, check, now } = this.#options;
    const { condition, certificates, chosen } = connection;
    const isFirstReading = this.isReading && this.#providers === null;
    const isOfChosen = check.found?.certificateSha256 === chosen?.info.certificateSha256;
    return diagnose(
      {
        permission: this.#permission,
        condition: this.isRunning || isFirstReading ? 'checking' : condition,
        providers: this.#providers,
        certificates,
        signerStatus: isOfChosen ? (check.found?.status.status ?? null) : null,
      },
      now(),
    );
  }

  /** `mayAsk`: from a click, so the browser may ask for its permission. */
  async run({ mayAsk = false } = {}): Promise<void> {
    const { connection, permission = loopbackPermission } = this.#options;
    this.isRunning = true;
    try {
      await connection.check({ mayAsk });
      this.#permission = await permission();
    } finally {
      this.isRunning = false;
    }
  }

  /** What only a ready program tells; to be read again when anything of the connection changed. */
  async readDetails(): Promise<void> {
    const reading = ++this.#lastReading;
    const { connection, observer, now } = this.#options;
    if (connection.state !== 'ready') {
      this.#providers = null;
      this.entries = [];
      return;
    }
    this.isReading = true;
    const [providers, log] = await Promise.all([
      orNull(observer.providers()),
      orNull(observer.auditEntries(logShownSince(now()))),
    ]);
    if (reading !== this.#lastReading) return;
    this.isReading = false;
    this.#providers = providers;
    this.entries = log?.entries.toReversed() ?? [];
    this.hasMoreEntries = log?.hasMore ?? false;
  }
}

/** A program that went away in the middle leaves its step failed. */
async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
