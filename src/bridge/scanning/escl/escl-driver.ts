import { AppError } from '#lib/domain/app-error.ts';
import { scanColours } from '#lib/protocol/scanning.ts';
import type { PageReceiver, ScanDriver, ScannerFacts, ScanOrder } from '../scan-driver.ts';
import { below, esclAddresses } from './escl-address.ts';
import { parseCapabilities, type EsclCapabilities } from './escl-capabilities.ts';
import { askScanner } from './escl-http.ts';
import { EsclJob, usualTimes, type EsclTimes } from './escl-job.ts';
import { settingsXml } from './escl-settings.ts';

/** Gives the addresses of eSCL scanners that answer on the network. */
export type DiscoverEscl = (signal: AbortSignal) => Promise<string[]>;

/** Network scanners and shared ones (NAPS2 on Windows, AirSane on Linux) by eSCL. */
export class EsclDriver implements ScanDriver {
  readonly id = 'escl';
  readonly #discover: DiscoverEscl;
  readonly #times: EsclTimes;

  constructor(discover: DiscoverEscl, times: EsclTimes = usualTimes) {
    this.#discover = discover;
    this.#times = times;
  }

  async search(signal: AbortSignal): Promise<string[]> {
    return await this.#discover(signal);
  }

  /** Tries the ways to understand a typed address one after the other. */
  async examine(typed: string, signal: AbortSignal): Promise<ScannerFacts> {
    let problem: unknown = null;
    for (const address of esclAddresses(typed)) {
      try {
        return factsOf(address, await readCapabilities(address, signal));
      } catch (error) {
        problem ??= error;
        if (signal.aborted) break;
      }
    }
    throw problem instanceof AppError
      ? problem
      : new AppError('SCANNER_UNREACHABLE', { address: typed }, { cause: problem });
  }

  async scan(
    { address, settings }: ScanOrder,
    receiver: PageReceiver,
    signal: AbortSignal,
  ): Promise<void> {
    const capabilities = await readCapabilities(address, signal);
    const isFeeder = settings.source !== 'flatbed';
    const options = { address, times: this.#times, isFeeder, signal };
    const job = await EsclJob.create(settingsXml(settings, capabilities), options);
    try {
      await job.run(receiver);
    } catch (error) {
      await job.stop();
      throw error;
    }
  }
}

async function readCapabilities(address: string, signal: AbortSignal): Promise<EsclCapabilities> {
  const url = below(address, 'ScannerCapabilities');
  const { status, text } = await askScanner(url, { method: 'GET', signal, silenceMs: 10_000 });
  if (status === 503) throw new AppError('SCANNER_BUSY');
  if (status !== 200) throw new AppError('SCANNER_UNREACHABLE', { status });
  return parseCapabilities(text);
}

function factsOf(address: string, { name, sources }: EsclCapabilities): ScannerFacts {
  const resolutions = new Set(sources.flatMap((each) => each.resolutions));
  return {
    name: name || new URL(address).host,
    address,
    sources: sources.map(({ source }) => source),
    colours: scanColours.filter((colour) =>
      sources.some(({ colours }) => colours.includes(colour)),
    ),
    resolutions: [...resolutions].toSorted((one, other) => one - other),
  };
}
