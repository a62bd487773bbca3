import { AppError } from '#lib/domain/app-error.ts';
import type { ConsentQuestion, Dialog } from './dialog.ts';

/** Accepts everything with one configured PIN; for tests and demonstrations without a desktop. */
export class ConfiguredDialog implements Dialog {
  readonly name = 'configured';
  readonly #pin: string;

  constructor(pin: string) {
    this.#pin = pin;
  }

  confirmPairing(): Promise<void> {
    return Promise.resolve();
  }

  askConsent({ hasPinPad }: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null> {
    if (signal.aborted) return Promise.reject(new AppError('USER_CANCELLED'));
    return Promise.resolve(hasPinPad ? null : Buffer.from(this.#pin));
  }

  /** Nobody decides here, so a token is never locked from here. */
  confirmFinalTry(): Promise<void> {
    return Promise.reject(new AppError('PIN_FINAL_TRY'));
  }
}
