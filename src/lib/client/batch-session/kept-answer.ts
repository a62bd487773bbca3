import type * as v from 'valibot';
import { safeParse } from 'valibot';

/** Where the last answer stays on this PC. */
export interface KeptValues {
  readKept(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

type Question<Schema extends v.GenericSchema> = {
  /** Names it on this PC; with the person's id in it. */
  key: string;
  kept: KeptValues;
  schema: Schema;
  ask: () => Promise<v.InferOutput<Schema>>;
  /** Asked again after so long; left out: once per visit. */
  freshForMs?: number;
  now?: () => number;
};

/**
 * An answer of the server that work needs: without the server the one kept from the last visit, so
 * that work goes on. `null` when there has never been one.
 */
export class KeptAnswer<Schema extends v.GenericSchema> {
  readonly #question: Question<Schema>;
  #read: Promise<v.InferOutput<Schema> | null> | null = null;
  #askedAt = 0;

  constructor(question: Question<Schema>) {
    this.#question = question;
  }

  async read(): Promise<v.InferOutput<Schema> | null> {
    const { freshForMs = Infinity, now = Date.now } = this.#question;
    if (this.#read === null || now() - this.#askedAt > freshForMs) {
      this.#askedAt = now();
      this.#read = this.#fetch();
    }
    const answer = await this.#read;
    if (answer === null) this.#read = null;
    return answer;
  }

  async #fetch(): Promise<v.InferOutput<Schema> | null> {
    const { key, kept, schema, ask } = this.#question;
    try {
      const answer = await ask();
      await kept.keep(key, answer).catch(() => undefined);
      return answer;
    } catch {
      const last = safeParse(schema, await kept.readKept(key));
      return last.success ? last.output : null;
    }
  }
}
