import { cpus, loadavg } from 'node:os';

export type Measured = { medianMs: number; minMs: number; runs: number };

/** Median and minimum of `runs` timed runs after one unmeasured. */
export async function measure(runs: number, run: (index: number) => unknown): Promise<Measured> {
  await run(-1);
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const startedAt = performance.now();
    await run(index);
    times.push(performance.now() - startedAt);
  }
  return { medianMs: median(times), minMs: Math.min(...times), runs };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function tell(label: string, value: string): void {
  console.log(`${label.padEnd(56)} ${value}`);
}

export function tellMeasured(label: string, measured: Measured): void {
  const { medianMs, minMs, runs } = measured;
  tell(label, `${medianMs.toFixed(2)} ms (min ${minMs.toFixed(2)}, ${runs} runs)`);
}

/** What the figures below were measured on; print it first, a busy machine spoils ratios. */
export function tellMachine(): void {
  const load = loadavg()[0] ?? 0;
  tell('machine', `${cpus().length} cores, load ${load.toFixed(1)}, Node ${process.versions.node}`);
}

export function tellMemory(): void {
  tell('peak memory (this process)', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}
