import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import { type Catalogue, CatalogueSchema } from '#lib/protocol/documents.ts';

/** Where the last catalogue stays on this PC. */
export interface KeptValues {
  readKept(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/**
 * The catalogue of the person: asked once per visit; without the server the one kept from the last
 * visit, so that work goes on. `null` when there has never been one.
 */
export class CatalogueCache {
  readonly #kept: KeptValues;
  readonly #key: string;
  readonly #ask: () => Promise<Catalogue>;
  #read: Promise<Catalogue | null> | null = null;

  constructor(
    personId: string,
    kept: KeptValues,
    ask = () => requestJson('/api/catalogue', CatalogueSchema),
  ) {
    this.#key = `catalogue:${personId}`;
    this.#kept = kept;
    this.#ask = ask;
  }

  async read(): Promise<Catalogue | null> {
    this.#read ??= this.#fetch();
    const catalogue = await this.#read;
    if (!catalogue) this.#read = null;
    return catalogue;
  }

  async #fetch(): Promise<Catalogue | null> {
    try {
      const catalogue = await this.#ask();
      await this.#kept.keep(this.#key, catalogue).catch(() => undefined);
      return catalogue;
    } catch {
      const kept = v.safeParse(CatalogueSchema, await this.#kept.readKept(this.#key));
      return kept.success ? kept.output : null;
    }
  }
}
