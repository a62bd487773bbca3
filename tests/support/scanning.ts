import { createHash, randomUUID } from 'node:crypto';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { ScanEvent, ScanJob, ScanSettings, StartScan } from '#lib/protocol/scanning.ts';
import type { PageImage } from '../../src/demo-scanner/page-image.ts';

export const feederSettings: ScanSettings = {
  source: 'feeder',
  colour: 'colour',
  dpi: 300,
  paper: 'a4',
};

/** Waits that a test can bear. */
export const quickTimes = {
  escl: { silenceMs: 5_000, busyMs: 3_000, pauseMs: 20, patienceMs: 3_000 },
  folder: { lookEveryMs: 30, patienceMs: 300 },
};

export type Scanned = { jobId: string; events: ScanEvent[]; job: ScanJob };

/** Starts a job and follows it to its end. */
export async function scanAll(
  page: BridgeClient,
  scannerId: string,
  change: Partial<StartScan> = {},
): Promise<Scanned> {
  const asked = { scannerId, settings: feederSettings, jobId: randomUUID(), ...change };
  const { jobId } = asked;
  await page.scanning.startScan(asked);
  return { jobId, ...(await followScan(page, jobId)) };
}

/** The events of a job from a page on, and how it ended. */
export async function followScan(
  page: BridgeClient,
  jobId: string,
  from = 1,
): Promise<{ events: ScanEvent[]; job: ScanJob }> {
  const events: ScanEvent[] = [];
  for await (const event of page.scanning.scanEvents(jobId, { from })) events.push(event);
  const last = events.at(-1);
  if (last?.event !== 'ended') throw new Error('The job told no end');
  return { events, job: last.job };
}

/** SHA-256 of the sheets as the device has them, in colour. */
export function hashesOf(pages: readonly PageImage[]): string[] {
  return pages.map(({ colour = Buffer.alloc(0) }) => sha256(colour));
}

/** SHA-256 of the pages of a job, in order. */
export function scannedHashes({ pages }: ScanJob): string[] {
  return pages.map((page) => page.sha256);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
