import { AppError } from '#lib/domain/app-error.ts';
import type { DialogChoice } from '../config.ts';
import { ConfiguredDialog } from './configured-dialog.ts';
import type { Dialog } from './dialog.ts';
import { TerminalDialog } from './terminal-dialog.ts';
import { hasDesktop, ZenityDialog } from './zenity-dialog.ts';

export type DialogOptions = {
  choice: DialogChoice;
  testPin: string | null;
  environment: Readonly<Record<string, string | undefined>>;
};

/** The dialog that works here: the desktop's, else the terminal's, else one that refuses. */
export function chooseDialog({ choice, testPin, environment }: DialogOptions): Dialog {
  const mayBeConfigured = choice === 'configured' || choice === 'auto';
  if (mayBeConfigured && testPin !== null) return new ConfiguredDialog(testPin);
  if (choice !== 'terminal' && hasDesktop(environment)) return new ZenityDialog();
  if (choice !== 'zenity' && process.stdin.isTTY) {
    return new TerminalDialog(process.stdin, (text) => void process.stdout.write(text));
  }
  return new NoDialog();
}

/** Where nobody can be asked, nothing is accepted: BRIDGE_NO_DIALOG. */
class NoDialog implements Dialog {
  readonly name = 'none';

  confirmPairing(): Promise<void> {
    return Promise.reject(new AppError('BRIDGE_NO_DIALOG'));
  }

  askConsent(): Promise<Buffer | null> {
    return Promise.reject(new AppError('BRIDGE_NO_DIALOG'));
  }

  confirmFinalTry(): Promise<void> {
    return Promise.reject(new AppError('BRIDGE_NO_DIALOG'));
  }
}
