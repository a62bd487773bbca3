import { spawn, type ChildProcess } from 'node:child_process';
import { AppError } from '#lib/domain/app-error.ts';
import { unansweredSeconds } from './dialog-program.ts';

/** Beyond the program's own limit: one that hangs is ended. */
const timeLimitMs = (unansweredSeconds + 15) * 1000;
/** A PIN takes a few dozen bytes. */
const maxOutputBytes = 4_096;

export type ProgramCall = {
  command: string;
  parameters: readonly string[];
  /** What it reads from its standard input. */
  input?: string;
  timeLimitMs?: number;
};

/** `exitCode` is `null` for a program that was ended because it hung. The caller wipes `output`. */
export type ProgramResult = { exitCode: number | null; output: Buffer };

/**
 * Runs a dialog program to its end. Throws USER_CANCELLED when the signal withdraws it and
 * BRIDGE_NO_DIALOG when it cannot be started or crashes.
 */
export async function runProgram(call: ProgramCall, signal: AbortSignal): Promise<ProgramResult> {
  if (signal.aborted) throw new AppError('USER_CANCELLED');
  const child = startProgram(call);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > maxOutputBytes) endProgram(child);
  });
  child.stdin.end(call.input ?? '');
  try {
    const exitCode = await endOf(child, call.timeLimitMs ?? timeLimitMs, signal);
    return { exitCode, output: Buffer.concat(chunks) };
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** With pipes for input and output, in a process group of its own, without the bridge's settings; nothing of it reaches a log. */
export function startProgram({ command, parameters }: ProgramCall) {
  const child = spawn(command, parameters, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environmentOfProgram(),
    windowsHide: true,
    detached: process.platform !== 'win32',
  });
  // Writing to a program that is gone is told by its end.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Waits for the end, and enforces it. */
export async function endOf(
  child: ChildProcess,
  limitMs: number,
  signal: AbortSignal,
): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  let hasHung = false;
  const kill = () => endProgram(child);
  const timer = setTimeout(() => {
    hasHung = true;
    kill();
  }, limitMs);
  signal.addEventListener('abort', kill, { once: true });
  child.once('error', (error) => {
    reject(new AppError('BRIDGE_NO_DIALOG', {}, { cause: error }));
  });
  child.once('close', (exitCode, killedBy) => {
    if (signal.aborted) reject(new AppError('USER_CANCELLED'));
    else if (exitCode === null && !hasHung) {
      reject(new AppError('BRIDGE_NO_DIALOG', { reason: String(killedBy) }));
    } else resolve(exitCode);
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

/**
 * With what it started itself, because the command may be a script around the program; SIGKILL,
 * because one that hangs hears nothing else.
 */
function endProgram(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function environmentOfProgram(): NodeJS.ProcessEnv {
  const settings = Object.entries(process.env);
  return Object.fromEntries(settings.filter(([name]) => !name.startsWith('BRIDGE_')));
}
