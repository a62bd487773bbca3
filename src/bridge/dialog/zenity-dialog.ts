import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { AppError } from '#lib/domain/app-error.ts';
import { wording } from '../wording.ts';
import type { ConsentQuestion, Dialog, PairingQuestion } from './dialog.ts';
import { consentText, oneLine, pairingText } from './question-text.ts';

const widthPx = '640';
/** An unanswered dialog closes by itself, so that the bridge is not busy for ever. */
const timeoutSeconds = 300;

/** The desktop's dialog through `zenity`; the PIN comes back over a pipe. */
export class ZenityDialog implements Dialog {
  readonly name = 'zenity';
  async confirmPairing(question: PairingQuestion, signal: AbortSignal): Promise<void> {
    const { title, accept, refuse } = wording.pairing;
    const isAccepted = await askYesNo(title, pairingText(question), accept, refuse, signal);
    if (!isAccepted) throw new AppError('BRIDGE_PAIRING_REFUSED');
  }

  async askConsent(question: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null> {
    const { title, accept, refuse } = wording.consent;
    const text = consentText(question);
    if (question.hasPinPad) {
      if (await askYesNo(title, text, accept, refuse, signal)) return null;
      throw new AppError('USER_CANCELLED');
    }
    const { exitCode, output } = await runZenity(
      [
        '--entry',
        '--hide-text',
        `--title=${title}`,
        `--text=${escapeEntryText(`${text}\n${wording.consent.pinLine}`)}`,
        `--ok-label=${accept}`,
        `--cancel-label=${refuse}`,
      ],
      signal,
    );
    if (exitCode === 0) return withoutLineEnd(output);
    output.fill(0);
    throw new AppError('USER_CANCELLED');
  }

  async confirmFinalTry(tokenLabel: string, signal: AbortSignal): Promise<void> {
    const { title, body, accept, refuse } = wording.finalTry;
    const isAccepted = await askYesNo(title, body(oneLine(tokenLabel)), accept, refuse, signal);
    if (!isAccepted) throw new AppError('PIN_FINAL_TRY');
  }
}

/** Whether there is a desktop session with zenity. */
export function hasDesktop(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (process.platform !== 'linux') return false;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return false;
  const folders = (environment.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => isExecutable(path.join(folder, 'zenity')));
}

/** `--entry` reads backslash escapes and takes `_` for a shortcut mark (`gtk_label_set_text_with_mnemonic`). */
export function escapeEntryText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('_', '__');
}

async function askYesNo(
  title: string,
  text: string,
  accept: string,
  refuse: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { exitCode } = await runZenity(
    [
      '--question',
      '--default-cancel',
      '--no-markup',
      `--title=${title}`,
      `--text=${text}`,
      `--ok-label=${accept}`,
      `--cancel-label=${refuse}`,
    ],
    signal,
  );
  return exitCode === 0;
}

/** Exit code 0 = accepted, 1 = refused or closed, 5 = timed out; anything else: no dialog here. */
async function runZenity(
  parameters: string[],
  signal: AbortSignal,
): Promise<{ exitCode: number; output: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const shared = ['--modal', `--width=${widthPx}`, `--timeout=${timeoutSeconds}`];
  const child = spawn('zenity', [...parameters, ...shared], {
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('error', reject);
  child.once('close', resolve);
  try {
    const exitCode = await promise;
    if (exitCode === 0 || exitCode === 1 || exitCode === 5) {
      return { exitCode, output: Buffer.concat(chunks) };
    }
    throw new AppError('BRIDGE_NO_DIALOG', { exitCode: exitCode ?? -1 });
  } catch (error) {
    if (signal.aborted) throw new AppError('USER_CANCELLED', {}, { cause: error });
    if (error instanceof AppError) throw error;
    throw new AppError('BRIDGE_NO_DIALOG', {}, { cause: error });
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** A copy without the line end that zenity prints; the given bytes are wiped. */
function withoutLineEnd(output: Buffer): Buffer {
  const end = output.at(-1) === 0x0a ? output.length - 1 : output.length;
  const pin = Buffer.from(output.subarray(0, end));
  output.fill(0);
  return pin;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
