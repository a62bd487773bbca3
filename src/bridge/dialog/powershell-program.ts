import { AppError } from '#lib/domain/app-error.ts';
import {
  unansweredSeconds,
  type DialogProgram,
  type SecretQuestion,
  type YesNoQuestion,
} from './dialog-program.ts';
import { powershellScript } from './powershell-script.ts';
import { runProgram } from './run-program.ts';

/** Exit codes of the script. */
const accepted = 0;
const turnedAway = 1;

/**
 * A window of Windows Forms in Windows PowerShell: above all others, with the whole list, the PIN on
 * the output pipe. Not yet tried on Windows.
 */
export class PowershellProgram implements DialogProgram {
  readonly name = 'powershell';
  readonly #command: string;

  constructor(command = 'powershell.exe') {
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
    const asked = JSON.stringify({ ...question, unansweredSeconds });
    const { exitCode, output } = await runProgram(
      {
        command: this.#command,
        parameters: [
          '-NoLogo',
          '-NoProfile',
          '-STA',
          '-ExecutionPolicy',
          'Bypass',
          '-WindowStyle',
          'Hidden',
          '-EncodedCommand',
          Buffer.from(powershellScript, 'utf16le').toString('base64'),
        ],
        // Base64, because the console's code page would spoil Vietnamese.
        input: Buffer.from(asked).toString('base64'),
      },
      signal,
    );
    if (exitCode === accepted) return output;
    output.fill(0);
    if (exitCode === turnedAway || exitCode === null) return null;
    throw new AppError('BRIDGE_NO_DIALOG', { exitCode });
  }
}
