import { AppError } from '#lib/domain/app-error.ts';
import { wording } from '../wording.ts';
import type { ConsentQuestion, Dialog, PairingQuestion } from './dialog.ts';
import type { DialogProgram } from './dialog-program.ts';
import { consentText, oneLine, pairingText } from './question-text.ts';

/** The bridge's three questions through a program of the desktop. */
export class DesktopDialog implements Dialog {
  readonly #program: DialogProgram;

  constructor(program: DialogProgram) {
    this.#program = program;
  }

  get name(): string {
    return this.#program.name;
  }

  async confirmPairing(question: PairingQuestion, signal: AbortSignal): Promise<void> {
    const { title, accept, refuse } = wording.pairing;
    const text = pairingText(question);
    if (await this.#program.askYesNo({ title, text, accept, refuse }, signal)) return;
    throw new AppError('BRIDGE_PAIRING_REFUSED');
  }

  async askConsent(question: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const { title, accept, refuse, pinLine: prompt, pinLabel: label } = wording.consent;
    const text = consentText(question, (whole) => this.#program.fits(whole));
    const asked = { title, text, accept, refuse };
    if (question.hasPinPad) {
      if (await this.#program.askYesNo(asked, signal)) return null;
      throw new AppError('USER_CANCELLED');
    }
    const pin = await this.#program.askSecret({ ...asked, prompt, label }, signal);
    if (pin) return pin;
    throw new AppError('USER_CANCELLED');
  }

  async confirmFinalTry(tokenLabel: string, signal: AbortSignal): Promise<void> {
    const { title, body, accept, refuse } = wording.finalTry;
    const text = body(oneLine(tokenLabel));
    if (await this.#program.askYesNo({ title, text, accept, refuse }, signal)) return;
    throw new AppError('PIN_FINAL_TRY');
  }
}
