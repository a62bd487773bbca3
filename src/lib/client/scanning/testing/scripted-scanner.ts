import { sha256Hex } from '#lib/client/batches/sha256.ts';
import type { ScanningBridge } from '#lib/client/bridge/bridge.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type {
  AddScanner,
  ScanEvent,
  ScanJob,
  ScannedPage,
  Scanner,
  ScannersAnswer,
  StartScan,
} from '#lib/protocol/scanning.ts';

/** How a job goes: so many pages, then its end. */
type Script = {
  pages: number;
  end?: ErrorCode | 'cancelled';
  /** The bridge goes away after so many pages of this job were told. */
  lostAfter?: number;
  /** What the person does meanwhile. */
  onPage?: (number: number) => void;
};

type Job = { job: ScanJob; bytes: Map<string, Blob> };

export const feederScanner: Scanner = {
  id: 'escl:1',
  driver: 'escl',
  name: 'Máy quét A',
  address: 'http://192.168.1.20/eSCL',
  isTyped: false,
  sources: ['flatbed', 'feeder', 'feeder-duplex'],
  colours: ['grey', 'colour'],
  resolutions: [200, 300],
  problem: null,
};

/** A bridge whose scanner does as the test says; its pages survive, as on the disk of the real one. */
export class ScriptedScanner implements ScanningBridge {
  readonly started: StartScan[] = [];
  readonly jobs = new Map<string, Job>();
  list: ScannersAnswer = { scanners: [feederScanner], problems: [] };
  /** What a typed address answers. */
  typed: Scanner | ErrorCode = 'SCANNER_UNREACHABLE';
  isDown = false;
  isRefusing: ErrorCode | null = null;
  /** Pages whose bytes come broken so many times. */
  readonly broken = new Map<string, number>();
  /** The answer of `keepPages` is lost so many times. */
  keptUnheard = 0;
  /** Bytes of a page by its number over all jobs; unlike for each. */
  draw: (ordinal: number) => Promise<Blob> = (ordinal) => numbered(ordinal);
  #scripts: Script[] = [];
  #drawn = 0;

  script(...scripts: Script[]): void {
    this.#scripts.push(...scripts);
  }

  async scanners(): Promise<ScannersAnswer> {
    this.#answer();
    return this.list;
  }

  async searchScanners(): Promise<ScannersAnswer> {
    this.#answer();
    return this.list;
  }

  async addScanner(_asked: AddScanner): Promise<Scanner> {
    if (typeof this.typed === 'string') throw new AppError(this.typed);
    return this.typed;
  }

  async forgetScanner(): Promise<void> {
    this.#answer();
  }

  async startScan(asked: StartScan): Promise<ScanJob> {
    this.#answer();
    if (this.isRefusing) throw new AppError(this.isRefusing);
    this.started.push(asked);
    const job: ScanJob = {
      id: asked.jobId,
      scannerId: asked.scannerId,
      scannerName: feederScanner.name,
      settings: asked.settings,
      startedAt: '2026-11-23T01:00:00Z',
      state: 'scanning',
      problem: null,
      pages: [],
      keptPageIds: [],
    };
    this.jobs.set(asked.jobId, { job, bytes: new Map() });
    return job;
  }

  async scanJobs(): Promise<ScanJob[]> {
    this.#answer();
    return [...this.jobs.values()]
      .map(({ job }) => job)
      .filter(
        ({ state, pages, keptPageIds }) =>
          state === 'scanning' || pages.some(({ id }) => !keptPageIds.includes(id)),
      );
  }

  async *scanEvents(jobId: string): AsyncGenerator<ScanEvent> {
    this.#answer();
    const known = this.jobs.get(jobId);
    if (!known) throw new AppError('NOT_FOUND');
    for (const page of known.job.pages) {
      if (!known.job.keptPageIds.includes(page.id)) yield { event: 'page', page };
    }
    if (known.job.state === 'scanning') yield* this.#scan(known);
    yield { event: 'ended', job: known.job };
  }

  async scannedPage(jobId: string, page: ScannedPage): Promise<Blob> {
    this.#answer();
    const times = this.broken.get(page.id) ?? 0;
    this.broken.set(page.id, times - 1);
    if (times > 0) throw new AppError('PAGE_DATA_LOST');
    const bytes = this.jobs.get(jobId)?.bytes.get(page.id);
    if (!bytes) throw new AppError('NOT_FOUND');
    return bytes;
  }

  async cancelScan(jobId: string): Promise<void> {
    this.#end(jobId, 'cancelled', null);
  }

  async keepPages(jobId: string, pageIds: readonly string[]): Promise<void> {
    this.#answer();
    if (this.keptUnheard > 0) {
      this.keptUnheard -= 1;
      throw new AppError('BRIDGE_NOT_RUNNING');
    }
    this.jobs.get(jobId)?.job.keptPageIds.push(...pageIds);
  }

  /** It runs again; jobs that were going on were interrupted by that. */
  restart(): void {
    this.isDown = false;
    for (const [id, { job }] of this.jobs) {
      if (job.state === 'scanning') this.#end(id, 'interrupted', 'SCAN_INTERRUPTED');
    }
  }

  async *#scan(known: Job): AsyncGenerator<ScanEvent> {
    const { pages, end, lostAfter, onPage } = this.#scripts.shift() ?? { pages: 1 };
    const { id } = known.job;
    const asked = this.started.find(({ jobId }) => jobId === id);
    for (let count = 0; count < pages; count++) {
      if (known.job.state !== 'scanning') return;
      const number = (asked?.firstPageNumber ?? 1) + count;
      const image = await this.draw((this.#drawn += 1));
      const page: ScannedPage = {
        id: `page-${this.#drawn}`,
        number,
        sha256: await sha256Hex(await image.arrayBuffer()),
        sizeBytes: image.size,
        mimeType: 'image/jpeg',
        dpi: 300,
        scannedAt: '2026-11-23T01:30:00Z',
      };
      known.bytes.set(page.id, image);
      known.job.pages.push(page);
      yield { event: 'progress', pageNumber: number, share: null };
      yield { event: 'page', page };
      onPage?.(number);
      if (count + 1 === lostAfter) {
        this.isDown = true;
        throw new AppError('BRIDGE_NOT_RUNNING');
      }
    }
    if (known.job.state !== 'scanning') return;
    if (end === 'cancelled') this.#end(id, 'cancelled', null);
    else if (end) this.#end(id, 'failed', end);
    else this.#end(id, 'finished', null);
  }

  #end(jobId: string, state: ScanJob['state'], code: ErrorCode | null): void {
    const known = this.jobs.get(jobId);
    if (!known) return;
    known.job = { ...known.job, state, problem: code && { code, details: {} } };
  }

  #answer(): void {
    if (this.isDown) throw new AppError('BRIDGE_NOT_RUNNING');
  }
}

/** A white page with its number on it. */
export async function numbered(ordinal: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(620, 877);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = 'black';
  context.font = '200px sans-serif';
  context.fillText(String(ordinal), 200, 480);
  return canvas.convertToBlob({ type: 'image/jpeg' });
}
