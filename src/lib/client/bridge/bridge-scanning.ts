import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { AppError } from '#lib/domain/app-error.ts';
import {
  ScanEventSchema,
  ScanJobSchema,
  ScanJobsAnswerSchema,
  ScannerSchema,
  ScannersAnswerSchema,
  type AddScanner,
  type ScanEvent,
  type ScanJob,
  type ScannedPage,
  type Scanner,
  type ScannersAnswer,
  type StartScan,
} from '#lib/protocol/scanning.ts';
import { readAnswerLines } from './answer-lines.ts';
import { reach } from './bridge-transport.ts';
import type { ScanningBridge } from './bridge.ts';
import { parseAnswer } from './parse-answer.ts';

/** Sends one request as the paired page; throws the AppError of a refused one. */
export type AskBridge = (request: {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  signal?: AbortSignal;
}) => Promise<Response>;

/** Scanning over the bridge's loopback HTTP. */
export class BridgeScanning implements ScanningBridge {
  readonly #ask: AskBridge;

  constructor(ask: AskBridge) {
    this.#ask = ask;
  }

  async scanners(): Promise<ScannersAnswer> {
    const response = await this.#ask({ method: 'GET', path: '/v1/scanners' });
    return await parseAnswer(ScannersAnswerSchema, response);
  }

  async searchScanners(): Promise<ScannersAnswer> {
    const response = await this.#ask({ method: 'POST', path: '/v1/scanners/search', body: {} });
    return await parseAnswer(ScannersAnswerSchema, response);
  }

  async addScanner(asked: AddScanner): Promise<Scanner> {
    const response = await this.#ask({ method: 'POST', path: '/v1/scanners', body: asked });
    return await parseAnswer(ScannerSchema, response);
  }

  async forgetScanner(scannerId: string): Promise<void> {
    const path = `/v1/scanners/${encodeURIComponent(scannerId)}`;
    await this.#ask({ method: 'DELETE', path });
  }

  async startScan(asked: StartScan): Promise<ScanJob> {
    const response = await this.#ask({ method: 'POST', path: '/v1/scan-jobs', body: asked });
    return await parseAnswer(ScanJobSchema, response);
  }

  async scanJobs(): Promise<ScanJob[]> {
    const response = await this.#ask({ method: 'GET', path: '/v1/scan-jobs' });
    return (await parseAnswer(ScanJobsAnswerSchema, response)).jobs;
  }

  async *scanEvents(
    jobId: string,
    { from = 1, signal }: { from?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<ScanEvent> {
    const path = `${jobPath(jobId)}/events?${new URLSearchParams({ from: String(from) })}`;
    try {
      const response = await this.#ask({ method: 'GET', path, ...(signal && { signal }) });
      for await (const event of readAnswerLines(response, ScanEventSchema)) {
        yield event;
        if (event.event === 'ended') return;
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  async scannedPage(jobId: string, { id, sha256, mimeType }: ScannedPage): Promise<Blob> {
    const path = `${jobPath(jobId)}/pages/${encodeURIComponent(id)}`;
    const response = await this.#ask({ method: 'GET', path });
    const bytes = await reach(() => response.arrayBuffer());
    if ((await sha256Hex(bytes)) !== sha256) throw new AppError('PAGE_DATA_LOST');
    return new Blob([bytes], { type: mimeType });
  }

  async cancelScan(jobId: string): Promise<void> {
    await this.#ask({ method: 'POST', path: `${jobPath(jobId)}/cancel`, body: {} });
  }

  async keepPages(jobId: string, pageIds: readonly string[]): Promise<void> {
    await this.#ask({ method: 'POST', path: `${jobPath(jobId)}/kept`, body: { pageIds } });
  }
}

function jobPath(jobId: string): string {
  return `/v1/scan-jobs/${encodeURIComponent(jobId)}`;
}
