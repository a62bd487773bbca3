import type { Page } from '#lib/client/batches/model.ts';
import type { PageFrame, TextLayer } from '#lib/domain/text-layer.ts';
import type { PageAnalysis } from '#lib/imaging/analyse-page.ts';
import type { ReadCode } from '#lib/imaging/codes/read-codes.ts';

/** What importing and the screens ask of the imaging workers. */
export interface PageImaging {
  analyse(image: Blob, dpiHint?: number): Promise<PageAnalysis>;
  /** Texts of the QR on the page; `SERVER_UNREACHABLE` before their reader was ever loaded. */
  codes(image: Blob, frame: PageFrame): Promise<ReadCode[]>;
  /** The page in its frame for the screen; the caller closes the bitmap. */
  picture(image: Blob, frame: PageFrame): Promise<ImageBitmap>;
  /** JPEG, upright and straight, longer side at most `maxPx`. */
  thumbnail(image: Blob, frame: PageFrame, maxPx: number): Promise<Blob>;
}

export const THUMBNAIL_PX = 360;

/** A page of a file, decoded and looked at, not yet stored. */
export type ImportedPage = Pick<
  Page,
  | 'sha256'
  | 'mimeType'
  | 'frame'
  | 'orientationConfidence'
  | 'orientations'
  | 'warnings'
  | 'isBlank'
  | 'codes'
> & {
  /** Absent for pages of an as-is PDF. */
  image?: Blob;
  thumbnail: Blob;
  /** Text the file brought along (as-is PDF); then the page is not recognized again. */
  textLayer?: TextLayer;
};

/** A file whose pages are all read: one document. */
export type ImportedFile = { pages: ImportedPage[] } & (
  { kind: 'scanned' } | { kind: 'as-is'; reason: 'has-text' | 'has-signatures'; file: Blob }
);

/** Told while a file is read, page by page. */
export type ImportProgress = { pageCount: number; pagesDone: number; thumbnail?: Blob };

/**
 * Reads the bytes of one file completely or rejects with an AppError of the importing group; nothing
 * is stored. Rejects with the signal's reason when it is aborted. `dpi`: what the scanner was asked
 * for, used where the file tells none.
 */
export type ReadFile = (
  bytes: Uint8Array<ArrayBuffer>,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
  dpi?: number,
) => Promise<ImportedFile>;
