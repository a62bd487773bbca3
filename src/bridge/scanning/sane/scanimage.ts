import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '#lib/domain/app-error.ts';

/** Asking a device what it can takes a few seconds on slow USB ones. */
const answerLimitMs = 30_000;
const maxOutputBytes = 1024 * 1024;
/** After SIGINT scanimage lets the device finish its line; one that hangs is killed. */
const stopLimitMs = 5_000;

export type SaneSetting = {
  /** BRIDGE_SCANIMAGE: the program, by name or path. */
  program: string;
  /** BRIDGE_SANE_CONFIG: SANE_CONFIG_DIR of it; `null`: the system's own. */
  configFolder: string | null;
};

export type ScanimageProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts scanimage without a shell. Its failure to start is the event `error` of the process. */
export function startScanimage(
  setting: SaneSetting,
  parameters: readonly string[],
  folder?: string,
): ScanimageProcess {
  const child = spawn(setting.program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(folder && { cwd: folder }),
    env: {
      ...process.env,
      LC_ALL: 'C',
      ...(setting.configFolder && { SANE_CONFIG_DIR: setting.configFolder }),
    },
    windowsHide: true,
  });
  // Writing to a program that is gone is told by its end.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Runs scanimage to its end; throws SCANNER_DRIVER_MISSING, SCANNER_UNREACHABLE, `saneError`. */
export async function askScanimage(
  setting: SaneSetting,
  parameters: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const child = startScanimage(setting, parameters);
  child.stdin.end();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
  const stop = () => child.kill('SIGKILL');
  limit.addEventListener('abort', stop, { once: true });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (output.length > maxOutputBytes) stop();
  });
  const complaints = readComplaints(child);
  try {
    const exitCode = await endOf(child);
    if (limit.aborted) throw new AppError('SCANNER_UNREACHABLE', { reason: 'silent' });
    if (exitCode !== 0) throw saneError(exitCode, complaints());
    return output.normalize('NFC');
  } finally {
    limit.removeEventListener('abort', stop);
  }
}

/** The exit code, `null` after a signal. Throws SCANNER_DRIVER_MISSING when it could not be started. */
export async function endOf(child: ScanimageProcess): Promise<number | null> {
  try {
    const [exitCode] = await once(child, 'close');
    return typeof exitCode === 'number' ? exitCode : null;
  } catch (error) {
    throw new AppError('SCANNER_DRIVER_MISSING', { reason: 'scanimage' }, { cause: error });
  }
}

/** SIGINT ends scanimage without leaving half a page; SIGKILL comes when it does not listen. */
export function stopScanimage(child: ScanimageProcess): void {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  child.once('close', () => clearTimeout(timer));
}

/** The end of what the program has said on stderr so far. */
export function readComplaints(child: ScanimageProcess): () => string {
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-4_096);
  });
  return () => said;
}

/**
 * scanimage exits with the SANE status (SANE Standard §4.2.7), and with 1 too when it cannot go on
 * itself; a signal means that it or its driver crashed.
 */
export function saneError(exitCode: number | null, complaints: string): AppError {
  switch (exitCode) {
    case 1:
      return /option|not supported|invalid argument/iu.test(complaints)
        ? new AppError('SCANNER_SETTINGS_UNSUPPORTED', { exitCode })
        : new AppError('SCANNER_FAILED', { exitCode });
    case 4:
      return new AppError('SCANNER_SETTINGS_UNSUPPORTED', { exitCode });
    case 3:
      return new AppError('SCANNER_BUSY');
    case 6:
      return new AppError('SCANNER_JAMMED');
    case 7:
      return new AppError('SCANNER_FEEDER_EMPTY');
    case 8:
      return new AppError('SCANNER_COVER_OPEN');
    case 9:
      return new AppError('SCANNER_UNREACHABLE', { exitCode });
    default:
      return new AppError(
        'SCANNER_FAILED',
        exitCode === null ? { reason: 'crashed' } : { exitCode },
      );
  }
}
