import type { Readable, Writable } from 'node:stream';
import { AppError } from '#lib/domain/app-error.ts';
import { assuanLine, AssuanReader, maxAssuanLineBytes, type AssuanAnswer } from './assuan.ts';
import {
  unansweredSeconds,
  type DialogProgram,
  type SecretQuestion,
  type YesNoQuestion,
} from './dialog-program.ts';
import { endOf, startProgram } from './run-program.ts';

/** Of libgpg-error. */
const timeoutCode = 62;
const cancelledCode = 99;
const notOkCode = 114;
/** The person refused, closed the window, or did not answer. */
const turnedAwayCodes = [timeoutCode, cancelledCode, notOkCode];
const timeLimitMs = (unansweredSeconds + 15) * 1000;

export type PinentryPlace = {
  command: string;
  /** The terminal to ask in, for a pinentry without a desktop. */
  terminal?: string;
};

/**
 * GnuPG's pinentry, which takes the keyboard for itself while a PIN is typed and keeps it in locked
 * memory; the PIN comes back over a pipe.
 */
export class PinentryProgram implements DialogProgram {
  readonly name = 'pinentry';
  readonly #place: PinentryPlace;

  constructor(place: PinentryPlace) {
    this.#place = place;
  }

  fits(text: string): boolean {
    return Buffer.byteLength(assuanLine('SETDESC', text)) <= maxAssuanLineBytes;
  }

  async askYesNo(question: YesNoQuestion, signal: AbortSignal): Promise<boolean> {
    const lines = [
      ...this.#window(question),
      // Enter is for the button of OK: a key meant for another window must not accept.
      assuanLine('SETOK', question.refuse),
      assuanLine('SETNOTOK', question.accept),
      assuanLine('CONFIRM'),
    ];
    const answer = await this.#ask(lines, signal);
    return !answer.isOk && answer.code === notOkCode;
  }

  async askSecret(question: SecretQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const lines = [
      ...this.#window(question),
      assuanLine('SETOK', question.accept),
      assuanLine('SETPROMPT', question.label),
      assuanLine('GETPIN'),
    ];
    const answer = await this.#ask(lines, signal);
    return answer.isOk ? answer.data : null;
  }

  #window({ title, text, refuse }: YesNoQuestion): string[] {
    const { terminal } = this.#place;
    return [
      assuanLine('OPTION', `lc-ctype=${utf8Locale()}`),
      ...(terminal ? [assuanLine('OPTION', `ttyname=${terminal}`)] : []),
      ...(terminal ? [assuanLine('OPTION', `ttytype=${process.env.TERM ?? 'xterm'}`)] : []),
      assuanLine('SETTIMEOUT', String(unansweredSeconds)),
      assuanLine('SETTITLE', title),
      assuanLine('SETDESC', text),
      assuanLine('SETCANCEL', refuse),
    ];
  }

  /** The last answer; BRIDGE_NO_DIALOG for one that no person gave. */
  async #ask(lines: readonly string[], signal: AbortSignal): Promise<AssuanAnswer> {
    if (signal.aborted) throw new AppError('USER_CANCELLED');
    const child = startProgram({ command: this.#place.command, parameters: [] });
    const ended = endOf(child, timeLimitMs, signal);
    // Awaited below, after the conversation that ends with it.
    ended.catch(() => undefined);
    const answers = readAnswers(child.stdout);
    const answer = await converse(child.stdin, answers, lines);
    child.stdin.end(assuanLine('BYE'));
    // Read to its end, or it does not end.
    for await (const farewell of answers) if (!farewell.isOk) break;
    try {
      await ended;
    } catch (error) {
      if (answer?.isOk) answer.data.fill(0);
      throw error;
    }
    // Without an answer it hung until it was ended.
    if (!answer) return { isOk: false, code: timeoutCode };
    if (answer.isOk || turnedAwayCodes.includes(answer.code)) return answer;
    throw new AppError('BRIDGE_NO_DIALOG', { reason: `pinentry ${answer.code}` });
  }
}

/** Line by line after the greeting; the answer to the last, or to the first that is refused. */
async function converse(
  input: Writable,
  answers: AsyncIterator<AssuanAnswer, undefined>,
  lines: readonly string[],
): Promise<AssuanAnswer | null> {
  let answer = (await answers.next()).value ?? null;
  for (const line of lines) {
    if (!answer) return null;
    input.write(line);
    answer = (await answers.next()).value ?? null;
    const isRefused = answer?.isOk === false;
    // An older pinentry may not know an option.
    if (isRefused && !line.startsWith('OPTION ')) return answer;
  }
  return answer;
}

async function* readAnswers(output: Readable): AsyncGenerator<AssuanAnswer, undefined> {
  const reader = new AssuanReader();
  try {
    for await (const chunk of output) yield* reader.take(chunk);
  } finally {
    reader.wipe();
  }
}

/** pinentry shows what this locale can write: Vietnamese needs UTF-8. */
function utf8Locale(): string {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return /utf-?8/iu.test(locale) ? locale : 'C.UTF-8';
}
