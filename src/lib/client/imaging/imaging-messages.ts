import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import type { PageAnalysis } from '#lib/imaging/analyse-page.ts';
import type { ReadCode } from '#lib/imaging/codes/read-codes.ts';
import type { ImageVariant } from '#lib/imaging/recognition-image.ts';
import type { InkCells } from '#lib/recognition/reading/ink-cells.ts';

/** What the pool asks its worker: kind → question and answer. */
export type ImagingDeeds = {
  analyse: { ask: { image: Blob; dpiHint: number | undefined }; answer: PageAnalysis };
  /** PGM bytes of the page in its frame. */
  page: { ask: { image: Blob; frame: PageFrame; variant: ImageVariant }; answer: Blob };
  /** The variants worth reading, in the order to try them. */
  variants: { ask: { image: Blob; frame: PageFrame }; answer: ImageVariant[] };
  /** PGM bytes of the inkiest strip of the page in its frame. */
  strip: { ask: { image: Blob; frame: PageFrame }; answer: Blob };
  /** PGM bytes of each line of print in a part of the page, without coloured ink. */
  lines: {
    ask: { image: Blob; frame: PageFrame; zone: Box };
    answer: { image: Blob; box: Box }[];
  };
  /** Texts of the QR on the page. */
  codes: { ask: { image: Blob; frame: PageFrame }; answer: ReadCode[] };
  /** Where a PGM of the page bears ink; `null` for other images. */
  ink: { ask: { image: Blob; dpi: number }; answer: InkCells | null };
  /** The page in its frame, in the colours of the screen. */
  picture: { ask: { image: Blob; frame: PageFrame }; answer: ImageBitmap };
  /** JPEG, upright and straight. */
  thumbnail: { ask: { image: Blob; frame: PageFrame; maxPx: number }; answer: Blob };
};

export type ImagingKind = keyof ImagingDeeds;

export type ImagingRequest = {
  [Kind in ImagingKind]: { id: number; kind: Kind } & ImagingDeeds[Kind]['ask'];
}[ImagingKind];

/** `imageId`: the same number for the same image, so that a worker decodes it once. */
export type ImagingAssignment = ImagingRequest & { imageId: number };

export type ImagingProblem = { code: ErrorCode; details: Record<string, string | number> };

export type ImagingResponse =
  | { id: number; answer: ImagingDeeds[ImagingKind]['answer'] }
  | { id: number; problem: ImagingProblem };
