import type { StackSeparation } from '#lib/client/batches/arrange-stack.ts';
import { arrangementObstacle } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page, SeparationSettings } from '#lib/client/batches/model.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import { metadataKeys } from '#lib/domain/metadata.ts';
import { frameSize, type TextLayer } from '#lib/domain/text-layer.ts';
import { pageClues, type PageClues } from '#lib/separation/page-clues.ts';
import { proposeBoundaries, type StackPage } from '#lib/separation/propose-boundaries.ts';
import { type BoundaryProposal, SURE_BOUNDARY } from '#lib/separation/proposal.ts';
import { separatorPages } from '#lib/separation/separator-pages.ts';
import { legalCodeOf, separatorOf } from './page-codes.ts';

/** The open batch as the separation sees it. */
export type Stack = {
  documents(): readonly BatchDocument[];
  /** Pages as they were scanned, separator sheets and left out ones too. */
  stackOf(documentId: string): Page[];
  readTextLayers(pageIds: string[]): Promise<Map<string, TextLayer>>;
  settings(): SeparationSettings;
  newId(): string;
};

/** So few that the screen stays smooth between one reading and the next. */
const PAGES_AT_A_TIME = 4;

/** The evidence of a stack: what its codes, blank pages and texts say about its documents. */
export class StackEvidence {
  readonly #target: Stack;
  /** Clues by page and the revision of its text. */
  readonly #clues = new Map<string, { revision: number | undefined; clues: PageClues | null }>();

  constructor(target: Stack) {
    this.#target = target;
  }

  /** Takes in the texts that were read since. */
  async refresh(): Promise<void> {
    const unread = this.#openDocuments()
      .flatMap(({ id }) => this.#target.stackOf(id))
      .filter(({ recognition }) => recognition.state === 'done')
      .filter(({ id, recognition }) => this.#clues.get(id)?.revision !== recognition.imageRevision);
    if (unread.length === 0) return;
    for (let from = 0; from < unread.length; from += PAGES_AT_A_TIME) {
      const pages = unread.slice(from, from + PAGES_AT_A_TIME);
      const layers = await this.#target.readTextLayers(pages.map(({ id }) => id));
      for (const { id, recognition } of pages) {
        const layer = layers.get(id);
        const clues = layer ? pageClues(layer) : null;
        this.#clues.set(id, { revision: recognition.imageRevision, clues });
      }
    }
  }

  /** What is done without asking; `null`: nothing. Each page is treated so once. */
  sureSeparation(): StackSeparation | null {
    const untouched = this.#openDocuments().filter(isUntouched);
    const pages = untouched.flatMap(({ id }) => this.#target.stackOf(id));
    const byPage = new Map(pages.map((page) => [page.id, page]));
    const isAsked = (id: string) => byPage.get(id)?.wasSetAside !== true;
    const sheets = untouched.flatMap(({ id }) => separatorPages(this.#sheetPages(id)));
    const separatorIds = sheets.filter(
      (id) => isAsked(id) && byPage.get(id)?.isSeparator === undefined,
    );
    const leftOutIds = this.#target.settings().leavesOutBlankBacks
      ? untouched.flatMap(({ id }) => this.#blankBacks(id)).filter(isAsked)
      : [];
    const cuts = untouched
      .flatMap((document) => this.#proposalsIn(document))
      .filter(({ confidence }) => confidence >= SURE_BOUNDARY)
      .filter(({ pageId }) => byPage.get(pageId)?.wasCut !== true)
      // A file that somebody made is one document until more than its print says otherwise.
      .filter(({ pageId, evidence }) => evidence !== 'content' || byPage.get(pageId)?.scan)
      .map(({ pageId }) => ({ pageId, newDocumentId: this.#target.newId() }));
    if (separatorIds.length + leftOutIds.length + cuts.length === 0) return null;
    const procedureIds = new Map(
      pages.flatMap((page) => {
        const procedureId = separatorOf(page)?.procedureId;
        return procedureId ? [[page.id, procedureId] as const] : [];
      }),
    );
    return { separatorIds, leftOutIds, cuts, procedureIds };
  }

  /** Cuts inside documents, by the page they are before. */
  proposals(): ReadonlyMap<string, BoundaryProposal> {
    const proposals = this.#openDocuments().flatMap((document) => this.#proposalsIn(document));
    return new Map(proposals.map((each) => [each.pageId, each]));
  }

  #proposalsIn({ id }: BatchDocument): BoundaryProposal[] {
    const stack = this.#target.stackOf(id);
    const sheets = separatorPages(this.#sheetPages(id));
    const pages = stack.map((page) => this.#stackPage(page, sheets.includes(page.id)));
    const firstUnread = stack.findIndex(({ recognition }) =>
      ['waiting', 'working'].includes(recognition.state),
    );
    const isRead = (pageId: string) =>
      firstUnread < 0 || stack.findIndex((page) => page.id === pageId) < firstUnread;
    return proposeBoundaries(pages, this.#target.settings()).filter(
      ({ evidence, pageId }) =>
        (evidence !== 'content' && evidence !== 'blank-pair') || isRead(pageId),
    );
  }

  #stackPage(page: Page, isSheet: boolean): StackPage {
    const { widthPx, heightPx } = frameSize(page.frame);
    return {
      id: page.id,
      isBlank: page.isBlank,
      isLandscape: widthPx > heightPx,
      isSeparator: page.isSeparator ?? isSheet,
      legalCode: legalCodeOf(page)?.code ?? null,
      clues: this.#clues.get(page.id)?.clues ?? null,
      joinsPrevious: page.joinsPrevious ?? false,
    };
  }

  #sheetPages(documentId: string) {
    return this.#target.stackOf(documentId).map((page) => ({
      id: page.id,
      isBlank: page.isBlank,
      isSheet: separatorOf(page) !== null,
      ...(page.scan?.side && { side: page.scan.side }),
    }));
  }

  /** Blank pages that no one has decided about; the first page of a document is never one. */
  #blankBacks(documentId: string): string[] {
    return this.#target
      .stackOf(documentId)
      .filter((page) => page.isSeparator !== true)
      .filter((page, at) => at > 0 && page.isBlank && page.scan?.side !== 'front')
      .filter((page) => page.isLeftOut === undefined)
      .map(({ id }) => id);
  }

  /** Those that nobody has accepted yet. */
  #openDocuments(): BatchDocument[] {
    return this.#target
      .documents()
      .filter((document) => arrangementObstacle(document) === null)
      .filter(({ state }) => !isAtLeast(state, 'tagged'));
  }
}

/** Nobody has typed or confirmed anything: what the station does disturbs no one. */
function isUntouched({ metadata }: BatchDocument): boolean {
  return metadataKeys.every(
    (key) => metadata[key].typed === undefined && !metadata[key].isConfirmed,
  );
}

export const noProposals: ReadonlyMap<string, BoundaryProposal> = new Map();
