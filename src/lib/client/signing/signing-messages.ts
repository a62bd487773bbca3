import type { AppError, ErrorCode } from '#lib/domain/app-error.ts';
import type { PagePicture } from './draw-page-to-sign.ts';
import type {
  PreparationInput,
  PreparedDocument,
  SealedDocument,
} from './signature-preparation.ts';

export type WorkerRequest =
  | {
      id: number;
      deed: 'prepare';
      input: PreparationInput;
      /** That will show the signature. */
      page: PagePicture | null;
    }
  | {
      id: number;
      deed: 'seal';
      prepared: PreparedDocument;
      rawSignature: Uint8Array;
      timestampAnchors: Uint8Array[] | null;
    };

export type WorkerAnswer =
  | { id: number; prepared: PreparedDocument }
  | { id: number; sealed: SealedDocument }
  | { id: number; code: ErrorCode; details: AppError['details'] }
  /** What went wrong inside, for the log. */
  | { id: number; bug: string };
