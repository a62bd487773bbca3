import { readFileSync, writeFileSync } from 'node:fs';

/** Forgets the highest resident memory so far (Linux, proc(5)): what follows is measured alone. */
export function resetPeakMemory(): void {
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
}

/** The highest resident memory since then, octets; it sees also what was soon given back. */
export function peakMemoryBytes(): number {
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/u.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
