import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files that outside programs read; goes away with `using`. */
export function temporaryFolder(): Disposable & { path: string; write: WriteFile } {
  const path = mkdtempSync(join(tmpdir(), 'tram-so-hoa-'));
  return {
    path,
    write: (name, bytes) => {
      const file = join(path, name);
      writeFileSync(file, bytes);
      return file;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

type WriteFile = (name: string, bytes: Uint8Array | string) => string;

/** Output of a program that must be installed and must succeed. */
export function runTool(program: string, ...options: readonly string[]): string {
  try {
    return execFileSync(program, options, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`${program} is not installed: run "npm test" once, or install its package`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** What `qpdf --check` complains about; empty for a clean file. */
export function qpdfComplaints(file: string): string {
  runTool('qpdf', '--version');
  const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
  const isClean = status === 0 && !stdout.includes('WARNING') && stderr === '';
  return isClean ? '' : stdout + stderr;
}
