import * as v from 'valibot';
import { errorCodes } from '#lib/domain/app-error.ts';
import {
  scanColours,
  type ScanColour,
  scanPapers,
  scanSources,
  type ScanSource,
} from '#lib/domain/scan-preset.ts';

/**
 * Scanning through the bridge. Every path below belongs to a paired page; a scan job and its pages
 * belong to the origin that started it. A page is told only when its bytes are on disk, fsynced,
 * with their SHA-256; it stays there until the page of the browser says that it has kept it.
 */

export const scannerDrivers = ['escl', 'sane', 'folder'] as const;
export type ScannerDriverId = (typeof scannerDrivers)[number];

export { scanColours, scanSources };
export type { ScanColour, ScanSource };

export const ScannerSchema = v.object({
  /** Stable over restarts: driver and address, as one string. */
  id: v.string(),
  driver: v.picklist(scannerDrivers),
  name: v.string(),
  /** What a person typed or mDNS told; the folder of the driver `folder`. */
  address: v.string(),
  /** Typed by a person and kept, or found by asking around. */
  isTyped: v.boolean(),
  sources: v.array(v.picklist(scanSources)),
  colours: v.array(v.picklist(scanColours)),
  /** Ascending, dots per inch; empty where the source decides itself (folder). */
  resolutions: v.array(v.number()),
  /** `null`: answers. */
  problem: v.nullable(v.picklist(errorCodes)),
});
export type Scanner = v.InferOutput<typeof ScannerSchema>;

/** `GET /v1/scanners`: what is known and found; `POST /v1/scanners/search` looks around anew. */
export const ScannersAnswerSchema = v.object({
  scanners: v.array(ScannerSchema),
  /** Why nothing could be looked for, e.g. no multicast on this network; drivers that are missing. */
  problems: v.array(v.object({ driver: v.picklist(scannerDrivers), code: v.picklist(errorCodes) })),
});
export type ScannersAnswer = v.InferOutput<typeof ScannersAnswerSchema>;

/** `POST /v1/scanners`: an address typed by a person, tried before it is kept. Answers a Scanner. */
export const AddScannerSchema = v.strictObject({
  driver: v.picklist(scannerDrivers),
  /** Host, host:port, or address of an eSCL scanner; SANE device name; absolute folder path. */
  address: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
});
export type AddScanner = v.InferOutput<typeof AddScannerSchema>;
/** `DELETE /v1/scanners/<id, URL-encoded>`: forgets a typed one. */

export const ScanSettingsSchema = v.strictObject({
  source: v.picklist(scanSources),
  colour: v.picklist(scanColours),
  dpi: v.pipe(v.number(), v.integer(), v.minValue(75), v.maxValue(1200)),
  paper: v.picklist(scanPapers),
});
export type ScanSettings = v.InferOutput<typeof ScanSettingsSchema>;

/** `POST /v1/scan-jobs` → ScanJob. One job per scanner at a time: SCANNER_BUSY. */
export const StartScanSchema = v.strictObject({
  scannerId: v.string(),
  settings: ScanSettingsSchema,
  /** Chosen by the page; the same id again answers the job that runs already. */
  jobId: v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/u)),
  /** Number of the first page of this job, when it goes on with an earlier one. From 1. */
  firstPageNumber: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** Stops after so many pages; left out: until the feeder is empty. */
  maxPages: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type StartScan = v.InferInput<typeof StartScanSchema>;

export const ScannedPageSchema = v.object({
  /** `GET /v1/scan-jobs/<jobId>/pages/<pageId>` gives the bytes. */
  id: v.string(),
  /** From 1, in the order of the feeder. */
  number: v.number(),
  sha256: v.string(),
  sizeBytes: v.number(),
  mimeType: v.picklist(['image/jpeg', 'image/png', 'image/tiff', 'application/pdf']),
  /** As the device was asked; it may lie. */
  dpi: v.number(),
  scannedAt: v.string(),
  /** The driver `folder`: name of the file that was put in. */
  fileName: v.optional(v.string()),
});
export type ScannedPage = v.InferOutput<typeof ScannedPageSchema>;

export const ScanJobSchema = v.object({
  id: v.string(),
  scannerId: v.string(),
  scannerName: v.string(),
  settings: ScanSettingsSchema,
  startedAt: v.string(),
  /** `interrupted`: the bridge or the device went away; pages so far are there. */
  state: v.picklist(['scanning', 'finished', 'cancelled', 'failed', 'interrupted']),
  /** Why it failed or was interrupted; the pages before stay. */
  problem: v.nullable(
    v.object({
      code: v.picklist(errorCodes),
      details: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
  ),
  /** All pages of the job; the bytes of those that were kept may be gone. */
  pages: v.array(ScannedPageSchema),
  /** Pages that the browser said it has in its store. */
  keptPageIds: v.array(v.string()),
});
export type ScanJob = v.InferOutput<typeof ScanJobSchema>;

/** `GET /v1/scan-jobs`: this origin's jobs whose pages are not all kept yet, oldest first. */
export const ScanJobsAnswerSchema = v.object({ jobs: v.array(ScanJobSchema) });

/**
 * `GET /v1/scan-jobs/<id>/events?from=<page number>`: NDJSON. Pages from that number on, those on
 * disk first; ends with `ended`. Losing the connection does not stop the job.
 */
export const ScanEventSchema = v.variant('event', [
  v.object({ event: v.literal('page'), page: ScannedPageSchema }),
  /** What the device is doing; for the progress line. */
  v.object({
    event: v.literal('progress'),
    pageNumber: v.number(),
    /** 0–1 of the page that is being scanned, where the device tells. */
    share: v.nullable(v.number()),
  }),
  /** The driver `folder`: a file that never became whole; it stays where it is. */
  v.object({ event: v.literal('skipped'), fileName: v.string(), code: v.picklist(errorCodes) }),
  v.object({ event: v.literal('alive') }),
  v.object({ event: v.literal('ended'), job: ScanJobSchema }),
]);
export type ScanEvent = v.InferOutput<typeof ScanEventSchema>;

/** `POST /v1/scan-jobs/<id>/cancel`: stops the device; pages so far stay. */
/** `POST /v1/scan-jobs/<id>/kept`: the browser has these pages in its store; they may be erased here. */
export const PagesKeptSchema = v.strictObject({
  pageIds: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(1000)),
});
