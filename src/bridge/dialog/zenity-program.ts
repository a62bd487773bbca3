import { AppError } from '#lib/domain/app-error.ts';
import {
  unansweredSeconds,
  type DialogProgram,
  type SecretQuestion,
  type YesNoQuestion,
} from './dialog-program.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const widthPx = '640';

/** `zenity` of GNOME: as much text as is needed; the PIN comes back over a pipe. */
export class ZenityProgram implements DialogProgram {
  readonly name = 'zenity';

  fits(): boolean {
    return true;
  }

  async askYesNo(question: YesNoQuestion, signal: AbortSignal): Promise<boolean> {
    const kind = ['--question', '--default-cancel', '--no-markup', `--text=${question.text}`];
    const { exitCode } = await runZenity(kind, question, signal);
    return exitCode === 0;
  }

  async askSecret(question: SecretQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const { text, prompt } = question;
    const kind = ['--entry', '--hide-text', `--text=${escapeEntryText(`${text}\n${prompt}`)}`];
    const { exitCode, output } = await runZenity(kind, question, signal);
    if (exitCode === 0) return withoutLineEnd(output);
    output.fill(0);
    return null;
  }
}

/** `--entry` reads backslash escapes and takes `_` for a shortcut mark (`gtk_label_set_text_with_mnemonic`). */
export function escapeEntryText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('_', '__');
}

/** Exit code 0 = accepted, 1 = refused or closed, 5 = timed out; anything else: no dialog here. */
async function runZenity(
  kind: string[],
  { title, accept, refuse }: Omit<YesNoQuestion, 'text'>,
  signal: AbortSignal,
): Promise<ProgramResult> {
  const parameters = [
    ...kind,
    `--title=${title}`,
    `--ok-label=${accept}`,
    `--cancel-label=${refuse}`,
    '--modal',
    `--width=${widthPx}`,
    `--timeout=${unansweredSeconds}`,
  ];
  const result = await runProgram({ command: 'zenity', parameters }, signal);
  if (result.exitCode === null || [0, 1, 5].includes(result.exitCode)) return result;
  result.output.fill(0);
  throw new AppError('BRIDGE_NO_DIALOG', { exitCode: result.exitCode });
}

/** A copy without the line end that zenity prints; the given bytes are wiped. */
function withoutLineEnd(output: Buffer): Buffer {
  const end = output.at(-1) === 0x0a ? output.length - 1 : output.length;
  const pin = Buffer.from(output.subarray(0, end));
  output.fill(0);
  return pin;
}
