import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import type { ExtensionLevel } from '#lib/protocol/versions.ts';
import type { VersionApi } from './version-api.ts';

export type ExtensionItem = {
  documentId: string;
  state: 'waiting' | 'extending' | 'extended' | 'failed';
  level?: SignatureLevel | null;
  problem?: KeptProblem;
};

/** A TSA may take its time: two documents are under way at once. */
const LANES = 2;

/** Raises the signatures of chosen documents on the server, one result per document. */
export class ExtensionRun {
  items: readonly ExtensionItem[] = $state.raw([]);
  isRunning = $state(false);

  readonly #api: Pick<VersionApi, 'extend'>;
  #isStopped = false;

  constructor(api: Pick<VersionApi, 'extend'>) {
    this.#api = api;
  }

  get doneCount(): number {
    return this.items.filter(({ state }) => state === 'extended').length;
  }

  get failedIds(): string[] {
    return this.items.filter(({ state }) => state === 'failed').map(({ documentId }) => documentId);
  }

  itemOf(documentId: string): ExtensionItem | undefined {
    return this.items.find((item) => item.documentId === documentId);
  }

  /** A failure concerns its document alone. Those not begun when it is stopped stay `waiting`. */
  async start(documentIds: readonly string[], level: ExtensionLevel): Promise<void> {
    if (this.isRunning || documentIds.length === 0) return;
    this.isRunning = true;
    this.#isStopped = false;
    this.items = documentIds.map((documentId) => ({ documentId, state: 'waiting' }));
    const queue = documentIds.values();
    const lane = async (): Promise<void> => {
      for (const documentId of queue) {
        if (this.#isStopped) return;
        await this.#extend(documentId, level);
      }
    };
    try {
      await Promise.all(Array.from({ length: LANES }, lane));
    } finally {
      this.isRunning = false;
    }
  }

  /** Lets those under way finish and begins no other. */
  stop(): void {
    this.#isStopped = true;
  }

  async #extend(documentId: string, level: ExtensionLevel): Promise<void> {
    this.#set({ documentId, state: 'extending' });
    try {
      const version = await this.#api.extend(documentId, level);
      this.#set({ documentId, state: 'extended', level: version.level });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = { code: error.code, details: error.details };
      this.#set({ documentId, state: 'failed', problem });
    }
  }

  #set(changed: ExtensionItem): void {
    this.items = this.items.map((item) =>
      item.documentId === changed.documentId ? changed : item,
    );
  }
}
