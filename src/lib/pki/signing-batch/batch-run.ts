import type { SignEvent } from '#lib/protocol/bridge.ts';

/**
 * The events of one batch, kept so that a page that lost its connection gets all of them again and
 * then the rest.
 */
export class BatchRun {
  readonly #events: SignEvent[] = [];
  readonly #cancelling = new AbortController();
  /** Resolves after the last event, whatever happened. */
  readonly ended: Promise<void>;
  #failure: unknown;
  #isFinished = false;
  #changed = Promise.withResolvers<undefined>();

  /** Starts at once and goes on whether or not anybody follows. */
  constructor(sign: (signal: AbortSignal) => AsyncIterable<SignEvent>) {
    this.ended = this.#run(sign);
  }

  /** Whether the token has accepted the PIN. */
  get isLoggedIn(): boolean {
    return this.#events.some(({ event }) => event === 'login');
  }

  /** Stops before the next document; withdraws an open dialog. */
  cancel(): void {
    this.#cancelling.abort();
  }

  /** All events from the first on, then each as it comes. */
  async *follow(): AsyncGenerator<SignEvent> {
    for (let next = 0; ;) {
      const event = this.#events[next];
      if (event) {
        next++;
        yield event;
      } else if (this.#isFinished) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      } else {
        await this.#changed.promise;
      }
    }
  }

  async #run(sign: (signal: AbortSignal) => AsyncIterable<SignEvent>): Promise<void> {
    try {
      for await (const event of sign(this.#cancelling.signal)) {
        this.#events.push(event);
        this.#tell();
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#isFinished = true;
    this.#tell();
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve(undefined);
  }
}
