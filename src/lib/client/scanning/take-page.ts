import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { ScannedImage, ScanPlace } from '#lib/client/batch-session/scan-intake.ts';
import type { ScanningBridge } from '#lib/client/bridge/bridge.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type { ScannedPage } from '#lib/protocol/scanning.ts';
import { placeOfNext, type ScanRun, withPage } from './scan-run.ts';
import { scanIdOf, scannedImage } from './scanned-image.ts';

/** Where pages go. */
export type PageTarget = Pick<BatchSession, 'pages' | 'importScanned'>;

type Ways = { bridge: Pick<ScanningBridge, 'scannedPage'>; target: PageTarget };

/** A page whose bytes came broken is fetched so often. */
const FETCHES = 3;

/**
 * Fetches a page and puts it into its place of the batch; answers the run with it, the same run where
 * it has the page already. Errors: those of the bridge and of `importScanned`.
 */
export async function takePage(
  { bridge, target }: Ways,
  run: ScanRun,
  { jobId, page }: { jobId: string; page: ScannedPage },
): Promise<ScanRun> {
  const scanId = scanIdOf(jobId, page);
  if (run.pages.some((known) => known.scanId === scanId)) return run;
  const image = await fetchWhole(bridge, jobId, page);
  const scanned = scannedImage(run, jobId, page, image);
  const pageIds = await putInPlace(target, scanned, placeOfNext(run, target.pages));
  return withPage(run, scanId, pageIds);
}

/** Where its place is gone or may not change any more, a page goes to the end of the stack. */
async function putInPlace(
  target: PageTarget,
  scanned: ScannedImage,
  place: ScanPlace,
): Promise<string[]> {
  try {
    return await target.importScanned([scanned], place);
  } catch (error) {
    const isPlaceGone = hasCode(error, 'NOT_FOUND') || hasCode(error, 'DOCUMENT_STATE_CONFLICT');
    if (!isPlaceGone) throw error;
    return await target.importScanned([scanned], {});
  }
}

async function fetchWhole(bridge: Ways['bridge'], jobId: string, page: ScannedPage): Promise<Blob> {
  for (let fetches = 1; ; fetches++) {
    try {
      return await bridge.scannedPage(jobId, page);
    } catch (error) {
      if (!hasCode(error, 'PAGE_DATA_LOST') || fetches === FETCHES) throw error;
    }
  }
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof AppError && error.code === code;
}

/** Nobody answers there; the job itself may go on. */
export function isLost(error: unknown): boolean {
  return hasCode(error, 'BRIDGE_NOT_RUNNING');
}
