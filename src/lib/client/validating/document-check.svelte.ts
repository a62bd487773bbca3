import { loadTrustSettings } from '#lib/client/pki/trust-settings.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import type { ValidationReport } from '#lib/protocol/validation-report.ts';
import { validateInWorker } from './validate-in-worker.ts';
import type { ValidationStage } from './validation-messages.ts';

/** Beyond this a browser tab runs short of memory, as the whole file is held three times. */
export const MAX_CHECKED_BYTES = 500 * 1024 * 1024;

type Outside = {
  loadTrust: (signal: AbortSignal) => Promise<TrustSettings>;
  validate: typeof validateInWorker;
  now: () => Date;
};

const browser: Outside = {
  loadTrust: loadTrustSettings,
  validate: validateInWorker,
  now: () => new Date(),
};

/** One PDF on the screen that is being checked, or was. A new one replaces it. */
export class DocumentCheck {
  file = $state.raw<File | null>(null);
  /** null: nothing is under way. */
  stage = $state<ValidationStage | null>(null);
  report = $state.raw<ValidationReport | null>(null);
  problem = $state.raw<AppError | null>(null);
  readonly #outside: Outside;
  #underWay: AbortController | null = null;

  constructor(outside: Outside = browser) {
    this.#outside = outside;
  }

  async check(file: File): Promise<void> {
    this.stop();
    const underWay = new AbortController();
    this.#underWay = underWay;
    const { signal } = underWay;
    this.file = file;
    this.report = null;
    this.problem = null;
    this.stage = 'reading';
    try {
      this.report = await this.#reportOn(file, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AppError)) throw error;
      this.problem = error;
    } finally {
      if (this.#underWay === underWay) {
        this.#underWay = null;
        this.stage = null;
      }
    }
  }

  /** Ends what is under way; what was found before stays. */
  stop(): void {
    this.#underWay?.abort(new DOMException('The person stopped the check', 'AbortError'));
    this.#underWay = null;
    this.stage = null;
  }

  async #reportOn(file: File, signal: AbortSignal): Promise<ValidationReport> {
    const { loadTrust, validate, now } = this.#outside;
    if (file.size > MAX_CHECKED_BYTES) {
      throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_CHECKED_BYTES, fileName: file.name });
    }
    const trust = await loadTrust(signal);
    const request = { file, trust, at: now() };
    return validate(request, (stage) => (this.stage = signal.aborted ? null : stage), signal);
  }
}
