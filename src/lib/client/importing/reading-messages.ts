import type { KeptProblem, Page } from '#lib/client/batches/model.ts';
import type { FileTurn } from '#lib/imaging/file-turn.ts';
import type { PdfInspection, SoleBilevel } from '#lib/pdf/inspect-pdf.ts';

/** A page image made of a file, not yet looked at. */
export type DecodedPage = {
  image: Blob;
  mimeType: Exclude<Page['mimeType'], 'application/pdf'>;
  /** What the file says about its resolution. */
  dpi: number | null;
  /** How the file says the picture is shown. */
  turn: FileTurn;
};

/** One worker reads one file, or one page of a PDF. */
export type ReadingRequest =
  | { kind: 'tiff' | 'pdf'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'bilevel'; image: SoleBilevel };

export type ReadingResponse =
  | { kind: 'page'; pageCount: number; page: DecodedPage }
  | { kind: 'inspection'; inspection: PdfInspection }
  | { kind: 'done' }
  | { kind: 'problem'; problem: KeptProblem };
