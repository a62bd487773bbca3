import * as v from 'valibot';
import type { Page, SheetSide } from '#lib/client/batches/model.ts';
import type { ScanPlace } from '#lib/client/batch-session/scan-intake.ts';
import { errorCodes } from '#lib/domain/app-error.ts';
import { type ScanFeed, scanFeeds, sourceOf } from '#lib/domain/scan-preset.ts';
import { type ScanSettings, ScanSettingsSchema } from '#lib/protocol/scanning.ts';

/** What a run is for: where its pages go. `without-note`: the same sheet again, its note taken off. */
const ScanPurposeSchema = v.variant('kind', [
  v.object({ kind: v.literal('stack') }),
  v.object({ kind: v.literal('insert-before'), pageId: v.string() }),
  v.object({ kind: v.literal('insert-after'), pageId: v.string() }),
  v.object({ kind: v.literal('replace'), pageId: v.string() }),
  v.object({ kind: v.literal('without-note'), pageId: v.string() }),
]);
export type ScanPurpose = v.InferOutput<typeof ScanPurposeSchema>;

const passes = ['fronts', 'backs'] as const;
/** Two sides by hand take two passes; everything else has one, `fronts`. */
export type ScanPass = (typeof passes)[number];

const RunPageSchema = v.object({
  /** Job and page of the bridge. */
  scanId: v.string(),
  pass: v.picklist(passes),
  /** Mostly one; several where the file is a TIFF or a PDF. */
  pageIds: v.array(v.string()),
});

/**
 * One stack of paper through one scanner: as many jobs of the bridge as it takes. Kept on this PC
 * after every page, so that a tab that was closed goes on with it.
 */
export const ScanRunSchema = v.object({
  batchId: v.string(),
  purpose: ScanPurposeSchema,
  scanner: v.object({ id: v.string(), name: v.string() }),
  feed: v.picklist(scanFeeds),
  settings: ScanSettingsSchema,
  pass: v.picklist(passes),
  /** The last one is the one that scans, or did last. */
  jobIds: v.array(v.string()),
  pages: v.array(RunPageSchema),
  /** A front whose back never came: the sheet is fed again, and its new front takes this one's place. */
  redonePageId: v.nullable(v.string()),
  /** How the last job ended; `null` while it goes on. */
  end: v.nullable(
    v.object({
      problem: v.nullable(
        v.object({
          code: v.picklist(errorCodes),
          details: v.record(v.string(), v.union([v.string(), v.number()])),
        }),
      ),
      /** The feeder is empty, or the one page is there; otherwise the run can go on. */
      isComplete: v.boolean(),
    }),
  ),
});
export type ScanRun = v.InferOutput<typeof ScanRunSchema>;

export function newRun(
  wanted: Pick<ScanRun, 'batchId' | 'purpose' | 'scanner' | 'feed'> &
    Pick<ScanSettings, 'colour' | 'dpi' | 'paper'>,
): ScanRun {
  const { batchId, purpose, scanner, feed, colour, dpi, paper } = wanted;
  const settings = { source: sourceOf(feed), colour, dpi, paper };
  return {
    batchId,
    purpose,
    scanner: { id: scanner.id, name: scanner.name },
    feed,
    settings,
    pass: 'fronts',
    jobIds: [],
    pages: [],
    redonePageId: null,
    end: null,
  };
}

/** Pages of a pass in the order in which they were scanned. */
export function pagesOfPass(run: ScanRun, pass: ScanPass): string[] {
  return run.pages.filter((page) => page.pass === pass).flatMap(({ pageIds }) => pageIds);
}

export function pageCount(run: ScanRun): number {
  return run.pages.reduce((sum, { pageIds }) => sum + pageIds.length, 0);
}

/** The number that the next page of this pass gets. */
export function nextPageNumber(run: ScanRun): number {
  return pagesOfPass(run, run.pass).length + 1;
}

/** One page only, whatever lies in the feeder. */
export function isSinglePage({ kind }: ScanPurpose): boolean {
  return kind === 'replace' || kind === 'without-note';
}

/** Where the next page goes. Backs wait behind the stack until the sheets are put together. */
export function placeOfNext(run: ScanRun, pages: ReadonlyMap<string, Page>): ScanPlace {
  const isThere = (id: string) => pages.get(id)?.isRemoved === false;
  if (run.redonePageId !== null && isThere(run.redonePageId)) {
    return { replacePageId: run.redonePageId };
  }
  const last = pagesOfPass(run, run.pass).findLast(isThere);
  if (last !== undefined) return { afterPageId: last };
  const { purpose } = run;
  if (run.pass === 'backs' || purpose.kind === 'stack' || !isThere(purpose.pageId)) return {};
  switch (purpose.kind) {
    case 'insert-before':
      return { beforePageId: purpose.pageId };
    case 'insert-after':
    case 'without-note':
      return { afterPageId: purpose.pageId };
    case 'replace':
      return { replacePageId: purpose.pageId };
  }
}

/** Sheets whose sides lie together: the first front belongs to the last back. */
export function sheetPairs(run: ScanRun): { front: string; back: string }[] {
  const backs = pagesOfPass(run, 'backs').toReversed();
  return pagesOfPass(run, 'fronts').flatMap((front, index) => {
    const back = backs[index];
    return back === undefined ? [] : [{ front, back }];
  });
}

/** With one more job. A sheet of which only the front came is fed again as a whole. */
export function withJob(run: ScanRun, jobId: string): ScanRun {
  const going = { ...run, end: null, jobIds: [...run.jobIds, jobId] };
  const lone = loneFront(run);
  if (lone === null) return going;
  return { ...going, pages: run.pages.slice(0, -1), redonePageId: lone };
}

/** The last page, where its sheet came through the duplex feeder and its back is missing. */
export function loneFront(run: ScanRun): string | null {
  const pageIds = pagesOfPass(run, 'fronts');
  const isLone = run.feed === 'feeder-duplex' && pageIds.length % 2 === 1;
  return isLone ? (pageIds.at(-1) ?? null) : null;
}

export function withPage(run: ScanRun, scanId: string, pageIds: string[]): ScanRun {
  const pages = [...run.pages, { scanId, pass: run.pass, pageIds }];
  return { ...run, pages, redonePageId: null };
}

/** The pages that were scanned as backs are forgotten, and the backs are scanned anew. */
export function withoutBacks(run: ScanRun): ScanRun {
  return { ...run, pages: run.pages.filter(({ pass }) => pass !== 'backs') };
}

/** Which side of its sheet the page with this number shows; `undefined`: sheets have one side here. */
export function sideOf(run: ScanRun, pageNumber: number): SheetSide | undefined {
  if (run.feed === 'feeder-by-hand') return run.pass === 'fronts' ? 'front' : 'back';
  if (run.feed !== 'feeder-duplex') return undefined;
  return pageNumber % 2 === 1 ? 'front' : 'back';
}

/** Pages or sheets of paper that the run took in. */
export function paperCount(run: ScanRun): number {
  const pages = pagesOfPass(run, run.pass).length;
  return countedAs(run.feed) === 'sheets' ? Math.ceil(pages / 2) : pages;
}

/** What the official counts in the paper: sheets where both sides come at once, otherwise pages. */
export function countedAs(feed: ScanFeed): 'sheets' | 'pages' {
  return feed === 'feeder-duplex' ? 'sheets' : 'pages';
}

/** Ids of jobs tell their batch, also when nothing else is known of them any more. */
export function newJobId(batchId: string, newId: () => string): string {
  return `${batchId}_${newId().replaceAll('-', '').slice(0, 16)}`;
}

export function batchOfJob(jobId: string): string {
  return jobId.slice(0, Math.max(0, jobId.lastIndexOf('_')));
}
