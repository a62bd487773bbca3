import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { PageImaging, ReadFile } from '#lib/client/importing/imported-file.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import type { FieldReader } from './field-draft.ts';
import type { PageRecognizer } from './recognition-schedule.svelte.ts';

/** What a batch session works with; built once per page by the layout. */
export type SessionServices = {
  store: BatchStore;
  imaging: PageImaging;
  recognizer: PageRecognizer;
  readFile: ReadFile;
  readFields: FieldReader;
  /** Procedures and agencies; `null` while neither the server nor this PC has them. */
  catalogue: () => Promise<Catalogue | null>;
  newId: () => string;
  now: () => Date;
};

/** The error as a person can read it; bugs are thrown on. */
export function keptProblem(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: { ...error.details } };
  throw error;
}
