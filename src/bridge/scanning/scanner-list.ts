import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import {
  ScannerSchema,
  type AddScanner,
  type Scanner,
  type ScannerDriverId,
  type ScannersAnswer,
} from '#lib/protocol/scanning.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';
import type { ScanDriver } from './scan-driver.ts';

const fileName = 'scanners.json';
const FileSchema = v.array(v.omit(ScannerSchema, ['problem', 'isTyped']));

type KeptScanner = v.InferOutput<typeof FileSchema>[number];

/** A scanner that does not answer within this is told as unreachable. */
const examinationLimitMs = 5_000;
const searchLimitMs = 8_000;
/** What a scanner said of itself is believed for so long. */
const believedForMs = 30_000;

type KnownScanner = { scanner: Scanner; examinedAtMs: number };

/** The scanners of this PC and its network: typed ones are kept, found ones until the bridge stops. */
export class ScannerList {
  readonly #folder: DataFolder;
  readonly #drivers: readonly ScanDriver[];
  readonly #now: () => Date;
  readonly #known = new Map<string, KnownScanner>();
  /** Ids of those that the settings name. */
  readonly #preset = new Set<string>();
  readonly #occupied = new Set<string>();
  #problems: ScannersAnswer['problems'] = [];

  private constructor(folder: DataFolder, drivers: readonly ScanDriver[], now: () => Date) {
    this.#folder = folder;
    this.#drivers = drivers;
    this.#now = now;
  }

  /** `preset`: addresses that the settings name. */
  static async open(
    folder: DataFolder,
    drivers: readonly ScanDriver[],
    { preset, now }: { preset: readonly AddScanner[]; now: () => Date },
  ): Promise<ScannerList> {
    const list = new ScannerList(folder, drivers, now);
    const bytes = await folder.read(fileName);
    const typed = bytes ? parseFile(bytes, folder.resolve(fileName)) : [];
    for (const facts of typed) list.#learn({ ...facts, isTyped: true, problem: null }, 0);
    for (const { driver, address } of preset) {
      list.#preset.add(idOf(driver, address));
      list.#learnAddress(driver, address);
    }
    return list;
  }

  /** Every known scanner as it answers now; one that scans is not disturbed. */
  async all(): Promise<ScannersAnswer> {
    const known = [...this.#known.values()];
    await Promise.all(known.map((each) => this.#examineAgain(each)));
    const scanners = [...this.#known.values()].map(({ scanner }) => scanner);
    return { scanners, problems: this.#problems };
  }

  /** Asks around with every driver; one that cannot is told among the problems. */
  async search(): Promise<ScannersAnswer> {
    const problems: ScannersAnswer['problems'] = [];
    const signal = AbortSignal.timeout(searchLimitMs);
    await Promise.all(
      this.#drivers.map(async (driver) => {
        try {
          const addresses = await driver.search(signal);
          this.#forgetUnfound(driver.id, addresses);
          for (const address of addresses) this.#learnAddress(driver.id, address);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          problems.push({ driver: driver.id, code: error.code });
        }
      }),
    );
    this.#problems = problems;
    for (const known of this.#known.values()) known.examinedAtMs = 0;
    return await this.all();
  }

  /** Tries the address and keeps it. Throws what the driver says of it. */
  async add({ driver, address }: AddScanner): Promise<Scanner> {
    const facts = await this.#driver(driver).examine(
      address.normalize('NFC'),
      AbortSignal.timeout(examinationLimitMs * 2),
    );
    const scanner = {
      id: idOf(driver, facts.address),
      driver,
      ...facts,
      isTyped: true,
      problem: null,
    };
    this.#learn(scanner, this.#now().getTime());
    await this.#keepTyped();
    return scanner;
  }

  /** Forgets a typed one. Throws NOT_FOUND, SCANNER_BUSY while it scans. */
  async forget(scannerId: string): Promise<void> {
    if (!this.#known.get(scannerId)?.scanner.isTyped) throw new AppError('NOT_FOUND');
    if (this.#occupied.has(scannerId)) throw new AppError('SCANNER_BUSY');
    this.#known.delete(scannerId);
    await this.#keepTyped();
  }

  /** Throws NOT_FOUND: pages scan only with what is on the list. */
  find(scannerId: string): { driver: ScanDriver; address: string; name: string } {
    const known = this.#known.get(scannerId);
    if (!known) throw new AppError('NOT_FOUND', { reason: 'scanner' });
    const { driver, address, name } = known.scanner;
    return { driver: this.#driver(driver), address, name };
  }

  /** One job per scanner; the answer gives it free. Throws SCANNER_BUSY. */
  occupy(scannerId: string): () => void {
    if (this.#occupied.has(scannerId)) throw new AppError('SCANNER_BUSY');
    this.#occupied.add(scannerId);
    return () => this.#occupied.delete(scannerId);
  }

  async #examineAgain(known: KnownScanner): Promise<void> {
    const { scanner } = known;
    const isFresh = this.#now().getTime() - known.examinedAtMs < believedForMs;
    if (isFresh || this.#occupied.has(scanner.id)) return;
    const signal = AbortSignal.timeout(examinationLimitMs);
    try {
      const facts = await this.#driver(scanner.driver).examine(scanner.address, signal);
      if (this.#known.get(scanner.id) !== known) return;
      this.#learn({ ...scanner, ...facts, problem: null }, this.#now().getTime());
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (this.#known.get(scanner.id) !== known) return;
      // Asked anew the next time: it may have been switched on.
      this.#learn({ ...scanner, problem: error.code }, 0);
    }
  }

  /** One that was found before and is not any more has another address now, or is gone. */
  #forgetUnfound(driver: ScannerDriverId, addresses: readonly string[]): void {
    const found = new Set(addresses.map((address) => idOf(driver, address)));
    for (const { scanner } of [...this.#known.values()]) {
      const { id, isTyped } = scanner;
      const stays = isTyped || this.#preset.has(id) || this.#occupied.has(id) || found.has(id);
      if (scanner.driver === driver && !stays) this.#known.delete(id);
    }
  }

  #learnAddress(driver: ScannerDriverId, address: string): void {
    const id = idOf(driver, address);
    if (this.#known.has(id)) return;
    const unknown = { sources: [], colours: [], resolutions: [], problem: null };
    this.#learn({ id, driver, name: address, address, isTyped: false, ...unknown }, 0);
  }

  #learn(scanner: Scanner, examinedAtMs: number): void {
    this.#known.set(scanner.id, { scanner, examinedAtMs });
  }

  #driver(wanted: ScannerDriverId): ScanDriver {
    const driver = this.#drivers.find(({ id }) => id === wanted);
    if (!driver) throw new AppError('SCANNER_DRIVER_MISSING');
    return driver;
  }

  async #keepTyped(): Promise<void> {
    const scanners = [...this.#known.values()].map(({ scanner }) => scanner);
    const typed = scanners
      .filter(({ isTyped }) => isTyped)
      .map(
        ({ id, driver, name, address, sources, colours, resolutions }) =>
          ({ id, driver, name, address, sources, colours, resolutions }) satisfies KeptScanner,
      );
    await this.#folder.write(fileName, JSON.stringify(typed, null, 2));
  }
}

function idOf(driver: ScannerDriverId, address: string): string {
  return `${driver}:${address}`;
}

function parseFile(bytes: Buffer, path: string): KeptScanner[] {
  try {
    return v.parse(FileSchema, JSON.parse(bytes.toString()));
  } catch (error) {
    throw new StartError(wording.fileBroken(path), { cause: error });
  }
}
