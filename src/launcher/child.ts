import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs an installed tool to its end; resolves to its exit code. A quiet one shows what it printed
 * only when it fails.
 */
export function runTool(
  tool: string,
  args: string[],
  root: string,
  options: { isQuiet?: boolean } = {},
): Promise<number> {
  const file = join(root, 'node_modules', '.bin', tool);
  const child = spawn(file, args, {
    cwd: root,
    stdio: options.isQuiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
  });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.on('exit', (code) => {
    if (code !== 0) process.stderr.write(Buffer.concat(printed));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

export type Program = {
  name: string;
  process: ChildProcess;
  /** Resolves to the exit code, or null after a signal. */
  ended: Promise<number | null>;
};

/** Starts a long-running program of ours that ends with its parent. */
export function startProgram(
  name: string,
  entry: string,
  options: { root: string; env: Record<string, string | undefined>; sharesTerminal?: boolean },
): Program {
  const followParent = join(options.root, 'src', 'launcher', 'follow-parent.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', followParent, entry],
    {
      cwd: options.root,
      env: { ...process.env, ...options.env },
      stdio: [options.sharesTerminal ? 'inherit' : 'ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code));
  });
  return { name, process: child, ended };
}

const RESTARTS_PER_MINUTE = 5;

/**
 * Keeps a program running: starts it again when it dies and may be started again; tells `onGivenUp`
 * when it may not, or died too often.
 * Returns how to stop it.
 */
export function keepRunning(
  start: () => Program,
  callbacks: {
    mayRestart: () => boolean;
    onRestart: (name: string) => void;
    onGivenUp: (name: string) => void;
  },
): { stop: () => Promise<void> } {
  let program = start();
  let isStopped = false;
  const deaths: number[] = [];
  const watch = async (): Promise<void> => {
    await program.ended;
    if (isStopped) return;
    const now = Date.now();
    deaths.push(now);
    const isDyingOften = deaths.filter((at) => now - at < 60_000).length > RESTARTS_PER_MINUTE;
    if (isDyingOften || !callbacks.mayRestart()) {
      callbacks.onGivenUp(program.name);
      return;
    }
    callbacks.onRestart(program.name);
    program = start();
    void watch();
  };
  void watch();
  return {
    stop: () => {
      isStopped = true;
      return stopProgram(program);
    },
  };
}

/** Asks the program to end, and ends it after `graceMs`. */
export async function stopProgram(program: Program, graceMs = 8000): Promise<void> {
  if (program.process.exitCode !== null || program.process.signalCode !== null) return;
  program.process.kill('SIGTERM');
  const timer = setTimeout(() => program.process.kill('SIGKILL'), graceMs);
  await program.ended;
  clearTimeout(timer);
}
