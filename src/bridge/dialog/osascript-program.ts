import { AppError } from '#lib/domain/app-error.ts';
import {
  unansweredSeconds,
  type DialogProgram,
  type SecretQuestion,
  type YesNoQuestion,
} from './dialog-program.ts';
import { runProgram } from './run-program.ts';

/**
 * Reads one question (JSON in UTF-8) from its input and shows it. The result is `1` and what was
 * typed, or `0`: refused, closed or left unanswered.
 */
const script = String.raw`
ObjC.import('Foundation');
const input = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;
const text = $.NSString.alloc.initWithDataEncoding(input, $.NSUTF8StringEncoding).js;
const question = JSON.parse(text);
const app = Application.currentApplication();
app.includeStandardAdditions = true;
function ask() {
  const window = {
    withTitle: question.title,
    buttons: [question.refuse, question.accept],
    defaultButton: question.prompt ? question.accept : question.refuse,
    cancelButton: question.refuse,
    givingUpAfter: question.unansweredSeconds,
  };
  const more = question.prompt ? { defaultAnswer: '', hiddenAnswer: true } : {};
  const message = [question.text, question.prompt].filter(Boolean).join('\n');
  try {
    const answer = app.displayDialog(message, Object.assign(window, more));
    return answer.gaveUp ? '0' : '1' + (answer.textReturned || '');
  } catch (error) {
    if (error.errorNumber === -128) return '0';
    throw error;
  }
}
ask();
`;

/** The system's dialog on macOS. Not yet tried on macOS. */
export class OsascriptProgram implements DialogProgram {
  readonly name = 'osascript';
  readonly #command: string;

  constructor(command = 'osascript') {
    this.#command = command;
  }

  fits(): boolean {
    return true;
  }

  async askYesNo(question: YesNoQuestion, signal: AbortSignal): Promise<boolean> {
    return (await this.#show({ ...question, prompt: '', label: '' }, signal)) !== null;
  }

  async askSecret(question: SecretQuestion, signal: AbortSignal): Promise<Buffer | null> {
    return await this.#show(question, signal);
  }

  /** The script never changes; the texts are data on its input, so that none of them is run. */
  async #show(question: SecretQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const { exitCode, output } = await runProgram(
      {
        command: this.#command,
        parameters: ['-l', 'JavaScript', '-e', script],
        input: JSON.stringify({ ...question, unansweredSeconds }),
      },
      signal,
    );
    try {
      if (exitCode === null) return null;
      if (exitCode !== 0) throw new AppError('BRIDGE_NO_DIALOG', { exitCode });
      if (output[0] !== accepted) return null;
      const end = output.at(-1) === lineEnd ? output.length - 1 : output.length;
      return Buffer.from(output.subarray(1, end));
    } finally {
      output.fill(0);
    }
  }
}

const accepted = '1'.charCodeAt(0);
const lineEnd = 0x0a;
