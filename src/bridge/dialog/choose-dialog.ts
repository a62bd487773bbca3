import { readlinkSync } from 'node:fs';
import { AppError } from '#lib/domain/app-error.ts';
import type { DialogChoice } from '../config.ts';
import { ConfiguredDialog } from './configured-dialog.ts';
import { DesktopDialog } from './desktop-dialog.ts';
import type { DialogProgram } from './dialog-program.ts';
import type { Dialog } from './dialog.ts';
import { findProgram } from './find-program.ts';
import { OsascriptProgram } from './osascript-program.ts';
import { PinentryProgram } from './pinentry-program.ts';
import { PowershellProgram } from './powershell-program.ts';
import { TerminalDialog } from './terminal-dialog.ts';
import { ZenityProgram } from './zenity-program.ts';

export type DialogOptions = {
  choice: DialogChoice;
  testPin: string | null;
  environment: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
};

/** In the order in which they are looked for. */
const desktopPinentries = ['pinentry-gnome3', 'pinentry-qt', 'pinentry-gtk-2', 'pinentry-fltk'];
const terminalPinentries = ['pinentry-curses', 'pinentry-tty'];

/**
 * The dialog that works here: the desktop's, else the terminal's, else one that refuses. On a Linux
 * desktop pinentry comes before zenity, because it takes the keyboard while the PIN is typed.
 */
export function chooseDialog(options: DialogOptions): Dialog {
  const { choice, testPin } = options;
  const mayBeConfigured = choice === 'configured' || choice === 'auto';
  if (mayBeConfigured && testPin !== null) return new ConfiguredDialog(testPin);
  for (const program of programs) {
    const found = choice === 'auto' || choice === program.choice ? program.find(options) : null;
    if (found) return new DesktopDialog(found);
  }
  const mayUseTerminal = choice === 'auto' || choice === 'terminal';
  if (mayUseTerminal && process.stdin.isTTY) {
    return new TerminalDialog(process.stdin, (text) => void process.stdout.write(text));
  }
  return new NoDialog();
}

const programs: readonly {
  choice: DialogChoice;
  find(options: DialogOptions): DialogProgram | null;
}[] = [
  {
    choice: 'powershell',
    find: ({ platform = process.platform }) =>
      platform === 'win32' ? new PowershellProgram() : null,
  },
  {
    choice: 'osascript',
    find: ({ platform = process.platform }) =>
      platform === 'darwin' ? new OsascriptProgram() : null,
  },
  { choice: 'pinentry', find: findPinentry },
  {
    choice: 'zenity',
    find: ({ environment }) =>
      hasDesktop(environment) && findProgram(['zenity'], environment.PATH)
        ? new ZenityProgram()
        : null,
  },
];

function findPinentry({ choice, environment }: DialogOptions): DialogProgram | null {
  const command = hasDesktop(environment) && findProgram(desktopPinentries, environment.PATH);
  if (command) return new PinentryProgram({ command });
  // Our own terminal dialog shows longer lists, so this one is used only where it was chosen.
  const terminal = choice === 'pinentry' ? terminalName(environment) : null;
  const inTerminal = terminal && findProgram(terminalPinentries, environment.PATH);
  return inTerminal ? new PinentryProgram({ command: inTerminal, terminal }) : null;
}

function hasDesktop(environment: DialogOptions['environment']): boolean {
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** The terminal that the bridge was started from. */
function terminalName({ GPG_TTY }: DialogOptions['environment']): string | null {
  if (GPG_TTY) return GPG_TTY;
  return process.stdin.isTTY && process.platform === 'linux'
    ? readlinkSync('/proc/self/fd/0')
    : null;
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
