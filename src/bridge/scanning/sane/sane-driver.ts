import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '#lib/domain/app-error.ts';
import { scanColours, scanSources } from '#lib/protocol/scanning.ts';
import type { PageReceiver, ScanDriver, ScannerFacts, ScanOrder } from '../scan-driver.ts';
import { checkedDeviceName } from './sane-address.ts';
import { parametersOf, parseOptions } from './sane-options.ts';
import {
  askScanimage,
  endOf,
  readComplaints,
  saneError,
  startScanimage,
  stopScanimage,
  type SaneSetting,
  type ScanimageProcess,
} from './scanimage.ts';

/** Network scanners of these backends are found by the driver `escl` itself. */
const foundElsewhere = /^(?:airscan:e|escl:)/u;
const cameras = /camera|frame grabber/iu;

/** USB and other scanners of this PC by SANE's own program. */
export class SaneDriver implements ScanDriver {
  readonly id = 'sane';
  readonly #setting: SaneSetting;
  /** Device name → maker and model, as the search told them. */
  readonly #names = new Map<string, string>();

  constructor(setting: SaneSetting) {
    this.#setting = setting;
  }

  async search(signal: AbortSignal): Promise<string[]> {
    const listed = await askScanimage(this.#setting, ['-f', '%d\t%t\t%v %m%n'], signal);
    return listed.split('\n').flatMap((line) => {
      const [name = '', type = '', model = ''] = line.split('\t');
      if (!name || foundElsewhere.test(name) || cameras.test(type)) return [];
      this.#names.set(name, model.trim());
      return [name];
    });
  }

  async examine(typed: string, signal: AbortSignal): Promise<ScannerFacts> {
    const name = await checkedDeviceName(typed);
    const { sources, modes, resolutions } = await this.#options(name, signal);
    return {
      name: this.#names.get(name) || name,
      address: name,
      sources: scanSources.filter((source) => sources[source] !== undefined),
      colours: scanColours.filter((colour) => modes[colour] !== undefined),
      resolutions,
    };
  }

  async scan(
    { address, settings }: ScanOrder,
    receiver: PageReceiver,
    signal: AbortSignal,
  ): Promise<void> {
    const name = await checkedDeviceName(address);
    const options = await this.#options(name, signal);
    const isFeeder = settings.source !== 'flatbed';
    const folder = await mkdtemp(path.join(tmpdir(), 'scan-'));
    try {
      const child = startScanimage(
        this.#setting,
        [
          ...['--device-name', name, ...parametersOf(settings, options)],
          // It prints the name of a page that is whole, and waits for a line before the next one.
          ...['--batch=page-%d', '--batch-print', '--batch-prompt', '--progress'],
          ...(isFeeder ? [] : ['--batch-count=1']),
        ],
        folder,
      );
      await receivePages(child, folder, receiver, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #options(name: string, signal: AbortSignal) {
    const parameters = ['--device-name', name, '--all-options'];
    return parseOptions(await askScanimage(this.#setting, parameters, signal));
  }
}

async function receivePages(
  child: ScanimageProcess,
  folder: string,
  receiver: PageReceiver,
  signal: AbortSignal,
): Promise<void> {
  const ended = endOf(child);
  // Told below; a page may fail before.
  ended.catch(() => undefined);
  const complaints = readComplaints(child);
  const stop = () => stopScanimage(child);
  signal.addEventListener('abort', stop, { once: true });
  child.stderr.on('data', (chunk: Buffer) => {
    const [, percent] = /Progress: ([\d.]+)%/u.exec(chunk.toString('latin1')) ?? [];
    if (percent !== undefined) receiver.progress(Math.min(1, Number(percent) / 100));
  });
  const askForPage = () => {
    receiver.progress(null);
    child.stdin.write('\n');
  };
  try {
    if (signal.aborted) stop();
    askForPage();
    for await (const fileName of createInterface({ input: child.stdout })) {
      const file = path.join(folder, path.basename(fileName));
      await receiver.receive(createReadStream(file));
      await rm(file);
      if (receiver.isEnough) child.stdin.end();
      else askForPage();
    }
    const exitCode = await ended;
    if (signal.aborted) throw new AppError('USER_CANCELLED');
    if (exitCode !== 0) throw saneError(exitCode, complaints());
    if (receiver.pageCount === 0) throw new AppError('SCANNER_FEEDER_EMPTY');
  } catch (error) {
    if (child.exitCode === null && child.signalCode === null) stop();
    await ended.catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
