import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { capabilitiesXml, statusXml, type DeviceState } from './escl-documents.ts';
import type { Faults } from './faults.ts';
import type { PageImage } from './page-image.ts';

type Job = DeviceState['jobs'][number] & { isFeeder: boolean };

export type DeviceOptions = {
  name: string;
  /** A stack that lies in the feeder again after it ran empty. */
  refills?: boolean;
  /** How long a sheet takes. */
  pageMs?: number;
};

/** An eSCL scanner with a glass and a duplex feeder, whose sheets are images. */
export class EsclDevice {
  readonly faults: Faults = {};
  /** Every request as `METHOD path`, in order. */
  readonly requests: string[] = [];
  readonly #options: DeviceOptions;
  readonly #jobs: Job[] = [];
  #stack: readonly PageImage[];
  #feeder: PageImage[];
  #glassPage = 0;
  #adfProblem: string | null = null;

  constructor(stack: readonly PageImage[], options: DeviceOptions) {
    this.#stack = stack;
    this.#feeder = [...stack];
    this.#options = options;
  }

  /** Puts sheets into the feeder, and clears a jam. */
  load(pages: readonly PageImage[]): void {
    this.#stack = pages;
    this.#feeder = [...pages];
    this.#adfProblem = null;
  }

  /** Takes the jammed sheet out and puts it back on the stack. */
  clearJam(): void {
    this.#adfProblem = null;
    delete this.faults.jamAt;
  }

  /** Answers one request; `origin`: what absolute addresses begin with. */
  async answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://device.invalid');
    const asked = `${request.method} ${pathname}`;
    this.requests.push(asked);
    const body = await textOf(request);
    const [, jobId = '', rest = ''] =
      /^\/eSCL\/ScanJobs\/([\w-]+)(\/NextDocument)?$/u.exec(pathname) ?? [];
    if (asked === 'GET /eSCL/ScannerCapabilities') return sendXml(response, this.#capabilities());
    if (asked === 'GET /eSCL/ScannerStatus') return sendXml(response, statusXml(this.#state()));
    if (asked === 'POST /eSCL/ScanJobs') return this.#createJob(body, response, origin);
    const job = this.#jobs.find(({ id }) => id === jobId);
    if (job && request.method === 'DELETE') return this.#cancel(job, response);
    if (job && rest && request.method === 'GET') return await this.#nextDocument(job, response);
    response.writeHead(404).end();
  }

  #capabilities(): string {
    const hasGrey = this.#stack.every(({ grey }) => grey);
    const hasColour = this.#stack.every(({ colour }) => colour);
    const modes = [...(hasGrey ? ['Grayscale8'] : []), ...(hasColour ? ['RGB24'] : [])];
    return capabilitiesXml(this.#options.name, modes);
  }

  #state(): DeviceState {
    const { faults } = this;
    const adfState = faults.coverOpen
      ? 'ScannerAdfHatchOpen'
      : (this.#adfProblem ??
        (this.#feeder.length > 0 && !faults.hidesPaper ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty'));
    return { adfState, jobs: this.#jobs };
  }

  #createJob(body: string, response: ServerResponse, origin: string): void {
    const { faults } = this;
    if ((faults.busyTimes ?? 0) > 0) {
      faults.busyTimes = (faults.busyTimes ?? 0) - 1;
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    const isFeeder = /InputSource>\s*Feeder/u.test(body);
    const isStuck = isFeeder && (this.#feeder.length === 0 || this.#adfProblem);
    if (faults.coverOpen || isStuck) {
      response.writeHead(409).end();
      return;
    }
    const mode = /ColorMode>\s*(\w+)/u.exec(body)?.[1] ?? 'RGB24';
    const id = randomUUID();
    this.#jobs.push({ id, mode, isFeeder, state: 'Processing', sent: 0 });
    const path = `/eSCL/ScanJobs/${id}`;
    const locations = {
      absolute: `${origin}${path}`,
      relative: path,
      // Devices behind names that only they know.
      'foreign-host': `http://scanner.invalid:9/eSCL/ScanJobs/${id}/`,
    };
    response.writeHead(201, { location: locations[faults.location ?? 'absolute'] }).end();
  }

  async #nextDocument(job: Job, response: ServerResponse): Promise<void> {
    const { faults } = this;
    const number = job.sent + 1;
    if (job.state !== 'Processing') return void response.writeHead(404).end();
    if (faults.jamAt === number || faults.coverOpenAt === number) {
      job.state = 'Aborted';
      if (faults.jamAt === number) this.#adfProblem = 'ScannerAdfJam';
      else faults.coverOpen = true;
      return void response.writeHead(faults.endStatus ?? 404).end();
    }
    if (faults.diesAt === number) return void response.destroy();
    const page = this.#pageFor(job);
    if (!page) return this.#endJob(job, response);
    if (takeOne(faults.early404, number)) return void response.writeHead(404).end();
    if (takeOne(faults.notReady, number)) {
      return void response.writeHead(503, { 'retry-after': '1' }).end();
    }
    await wait(faults.slowPageMs ?? this.#options.pageMs ?? 0);
    if (response.destroyed) return;
    const image = (job.mode === 'Grayscale8' ? page.grey : page.colour) ?? Buffer.alloc(0);
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': image.length });
    if (takeOne(faults.dropTransferAt, number)) {
      response.write(image.subarray(0, image.length / 2), () => response.destroy());
      if (faults.losesDropped) this.#sent(job);
      return;
    }
    if (takeOne(faults.truncateAt, number)) {
      const torn = Buffer.concat([image.subarray(0, image.length / 2), Buffer.alloc(image.length)]);
      response.end(torn.subarray(0, image.length));
      return;
    }
    response.end(image);
    this.#sent(job);
  }

  #pageFor(job: Job): PageImage | undefined {
    if (job.isFeeder) return this.#feeder[0];
    return job.sent > 0 ? undefined : this.#stack[this.#glassPage % this.#stack.length];
  }

  #sent(job: Job): void {
    job.sent++;
    if (job.isFeeder) this.#feeder.shift();
    else this.#glassPage++;
  }

  #endJob(job: Job, response: ServerResponse): void {
    job.state = 'Completed';
    if (this.#options.refills && job.isFeeder) this.#feeder = [...this.#stack];
    response.writeHead(this.faults.endStatus ?? 404).end();
  }

  #cancel(job: Job, response: ServerResponse): void {
    const isOver = job.state !== 'Processing';
    if (!isOver) job.state = 'Canceled';
    response.writeHead(isOver ? 404 : 200).end();
  }
}

/** Counts down what is to go wrong at a page; true while it goes wrong. */
function takeOne(fault: Record<number, number> | undefined, number: number): boolean {
  const times = fault?.[number] ?? 0;
  if (!fault || times === 0) return false;
  fault[number] = times - 1;
  return true;
}

function sendXml(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' }).end(xml);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
