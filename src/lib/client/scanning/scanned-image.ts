import type { ScannedImage } from '#lib/client/batch-session/scan-intake.ts';
import type { ScanJob, ScannedPage } from '#lib/protocol/scanning.ts';
import { type ScanRun, sideOf } from './scan-run.ts';

const endings: Record<ScannedPage['mimeType'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'application/pdf': 'pdf',
};

/** Names one scan for ever. */
export function scanIdOf(jobId: string, page: ScannedPage): string {
  return `${jobId}/${page.id}`;
}

/** The page as the batch takes it in. */
export function scannedImage(
  run: ScanRun,
  jobId: ScanJob['id'],
  page: ScannedPage,
  image: Blob,
): ScannedImage {
  const side = sideOf(run, page.number);
  const { sha256, scannedAt, dpi } = page;
  return {
    image,
    sha256,
    scannedAt,
    dpi,
    deviceName: run.scanner.name,
    fileName: scannedName(page),
    scanId: scanIdOf(jobId, page),
    ...(side && { sheetSide: side }),
    ...(run.purpose.kind === 'without-note' && { noteTwin: run.purpose.pageId }),
  };
}

/** The name of the file in the watched folder, else one made of time and number. */
export function scannedName(page: ScannedPage): string {
  return page.fileName ?? scanFileName(page);
}

/** Time of the scan in Viet Nam and number of the page, as scanning programs name their files. */
function scanFileName({ scannedAt, number, mimeType }: ScannedPage): string {
  const inVietnam = new Date(Date.parse(scannedAt) + 7 * 3_600_000).toISOString();
  const time = inVietnam.slice(0, 16).replaceAll(/[-:]/gu, '').replace('T', '_');
  return `QUET_${time}_${String(number).padStart(3, '0')}.${endings[mimeType]}`;
}
