import type { ReadStream } from 'node:tty';
import { AppError } from '#lib/domain/app-error.ts';
import { wording } from '../wording.ts';
import type { ConsentQuestion, Dialog, PairingQuestion } from './dialog.ts';
import { consentText, oneLine, pairingText } from './question-text.ts';

const keys = { interrupt: 0x03, backspace: 0x08, lineFeed: 0x0a, enter: 0x0d, delete: 0x7f };
const maxAnswerBytes = 256;

export type TerminalInput = Pick<ReadStream, 'on' | 'off' | 'pause' | 'resume' | 'setRawMode'>;

/** Asks in the terminal that the bridge was started from; what is typed for a PIN is not shown. */
export class TerminalDialog implements Dialog {
  readonly name = 'terminal';
  readonly #input: TerminalInput;
  readonly #write: (text: string) => void;

  constructor(input: TerminalInput, write: (text: string) => void) {
    this.#input = input;
    this.#write = write;
  }

  async confirmPairing(question: PairingQuestion, signal: AbortSignal): Promise<void> {
    const { title, terminalPrompt } = wording.pairing;
    if (await this.#askYes(title, pairingText(question), terminalPrompt, signal)) return;
    throw new AppError('BRIDGE_PAIRING_REFUSED');
  }

  async askConsent(question: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const { title, pinPrompt, terminalPinPad } = wording.consent;
    this.#write(`\n── ${title} ──\n${consentText(question)}\n\n`);
    if (!question.hasPinPad) return await this.#readLine(pinPrompt, false, signal);
    await this.#readLine(terminalPinPad, false, signal);
    return null;
  }

  async confirmFinalTry(tokenLabel: string, signal: AbortSignal): Promise<void> {
    const { title, body } = wording.finalTry;
    const text = body(oneLine(tokenLabel));
    if (await this.#askYes(title, text, wording.pairing.terminalPrompt, signal)) return;
    throw new AppError('PIN_FINAL_TRY');
  }

  async #askYes(
    title: string,
    text: string,
    prompt: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    this.#write(`\n── ${title} ──\n${text}\n\n`);
    const answer = (await this.#readLine(prompt, true, signal)).toString().normalize('NFC');
    return wording.pairing.terminalYes.some((yes) => yes === answer.trim().toLowerCase());
  }

  /** One line as bytes; Ctrl-C is USER_CANCELLED. */
  async #readLine(prompt: string, isShown: boolean, signal: AbortSignal): Promise<Buffer> {
    const input = this.#input;
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const typed = Buffer.alloc(maxAnswerBytes);
    let length = 0;
    const cancel = () => reject(new AppError('USER_CANCELLED'));
    const take = (chunk: Buffer) => {
      for (const byte of chunk) {
        if (byte === keys.interrupt) cancel();
        else if (byte === keys.enter || byte === keys.lineFeed) {
          resolve(Buffer.from(typed.subarray(0, length)));
        } else if (byte === keys.backspace || byte === keys.delete) {
          length = withoutLastCharacter(typed, length);
        } else if (length < maxAnswerBytes) typed[length++] = byte;
      }
      if (isShown) this.#write(chunk.toString().replaceAll(/\p{Cc}/gu, ''));
      chunk.fill(0);
    };
    if (signal.aborted) throw new AppError('USER_CANCELLED');
    signal.addEventListener('abort', cancel, { once: true });
    this.#write(prompt);
    input.setRawMode(true);
    input.on('data', take).resume();
    try {
      return await promise;
    } finally {
      input.off('data', take).pause();
      input.setRawMode(false);
      signal.removeEventListener('abort', cancel);
      typed.fill(0);
      this.#write('\n');
    }
  }
}

/** Length in bytes after the last UTF-8 character was taken away. */
function withoutLastCharacter(typed: Buffer, length: number): number {
  let end = length;
  while (end > 0 && ((typed[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return Math.max(0, end - 1);
}
