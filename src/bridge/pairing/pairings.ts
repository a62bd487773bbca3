import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';

const PairingSchema = v.object({
  pairingId: v.string(),
  origin: v.string(),
  userName: v.string(),
  /** SPKI base64. */
  pageKey: v.string(),
  /** The key of our server that this page's manifests must be signed with, SPKI base64. */
  serverKey: v.string(),
  pairedAt: v.string(),
});
/** One browser profile that a person accepted on this PC. */
export type Pairing = v.InferOutput<typeof PairingSchema>;

const FileSchema = v.array(PairingSchema);
const fileName = 'pairings.json';

/** The accepted browsers, kept in the data folder. */
export class Pairings {
  readonly #folder: DataFolder;
  #kept: readonly Pairing[];

  private constructor(folder: DataFolder, kept: readonly Pairing[]) {
    this.#folder = folder;
    this.#kept = kept;
  }

  static async open(folder: DataFolder): Promise<Pairings> {
    const bytes = await folder.read(fileName);
    return new Pairings(folder, bytes ? parseFile(bytes, folder.resolve(fileName)) : []);
  }

  /** The pairing of exactly this origin; throws BRIDGE_NOT_PAIRED. */
  get(pairingId: string, origin: string): Pairing {
    const found = this.#kept.find((pairing) => pairing.pairingId === pairingId);
    if (found?.origin !== origin) throw new AppError('BRIDGE_NOT_PAIRED');
    return found;
  }

  has(pairingId: string, origin: string): boolean {
    return this.#kept.some(
      (pairing) => pairing.pairingId === pairingId && pairing.origin === origin,
    );
  }

  /** Keeps an accepted pairing; the same page pairing again replaces its earlier one. */
  async add(accepted: Omit<Pairing, 'pairingId'>): Promise<Pairing> {
    const pairing = { pairingId: randomUUID(), ...accepted };
    const others = this.#kept.filter(
      ({ origin, pageKey }) => origin !== accepted.origin || pageKey !== accepted.pageKey,
    );
    await this.#keep([...others, pairing]);
    return pairing;
  }

  async remove(pairingId: string): Promise<void> {
    await this.#keep(this.#kept.filter((pairing) => pairing.pairingId !== pairingId));
  }

  async #keep(pairings: readonly Pairing[]): Promise<void> {
    await this.#folder.write(fileName, JSON.stringify(pairings, null, 2));
    this.#kept = pairings;
  }
}

function parseFile(bytes: Buffer, path: string): Pairing[] {
  try {
    return v.parse(FileSchema, JSON.parse(bytes.toString()));
  } catch (error) {
    throw new StartError(wording.fileBroken(path), { cause: error });
  }
}
