import type { TokenEvent, TokenState } from '#lib/protocol/bridge.ts';
import { EventQueue } from './event-queue.ts';
import type { SigningProvider } from './signing-provider.ts';

export type TokenWatchParts = {
  providers: readonly SigningProvider[];
  /** A token that signs is not disturbed. */
  isBusy(): boolean;
  /** A bug, told once; the streams end, and pages that listen again start over. */
  onFailure(error: unknown): void;
  intervalMs?: number;
};

const defaultIntervalMs = 1_000;
const aliveMs = 15_000;
/**
 * How many pages of one browser may listen. A browser opens six connections to one address at most,
 * and signing needs some of them.
 */
const maxFollowers = 3;

type Follower = { pairingId: string; queue: EventQueue<TokenEvent> };

/** Looks at the slots while anybody listens, and tells what changed. */
export class TokenWatch {
  readonly #parts: TokenWatchParts;
  readonly #followers: Follower[] = [];
  #known: Map<string, TokenState> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #toldAtMs = 0;

  constructor(parts: TokenWatchParts) {
    this.#parts = parts;
  }

  /** The tokens as they are, then every change, until the signal is aborted. */
  async *follow(pairingId: string, signal: AbortSignal): AsyncGenerator<TokenEvent> {
    if (signal.aborted) return;
    const follower = { pairingId, queue: new EventQueue<TokenEvent>() };
    this.#supersede(pairingId);
    this.#followers.push(follower);
    signal.addEventListener('abort', () => follower.queue.end(), { once: true });
    if (this.#known) follower.queue.push({ event: 'tokens', tokens: [...this.#known.values()] });
    if (this.#followers.length === 1) this.#start();
    try {
      yield* follower.queue.take();
    } finally {
      this.#forget(follower);
    }
  }

  /** Ends the streams of a browser that is not paired any more. */
  dismiss(pairingId: string): void {
    for (const follower of this.#followers) {
      if (follower.pairingId === pairingId) follower.queue.end();
    }
  }

  close(): void {
    for (const { queue } of this.#followers) queue.end();
  }

  #supersede(pairingId: string): void {
    const own = this.#followers.filter((follower) => follower.pairingId === pairingId);
    for (const { queue } of own.slice(0, Math.max(0, own.length - maxFollowers + 1))) {
      queue.push({ event: 'superseded' });
      queue.end();
    }
  }

  #forget(follower: Follower): void {
    this.#followers.splice(this.#followers.indexOf(follower), 1);
    if (this.#followers.length > 0) return;
    clearTimeout(this.#timer);
    this.#known = null;
  }

  #start(): void {
    this.#look().catch((error: unknown) => {
      this.#parts.onFailure(error);
      this.close();
    });
  }

  async #look(): Promise<void> {
    if (!this.#parts.isBusy()) {
      const drivers = await Promise.all(this.#parts.providers.map((each) => each.drivers()));
      const tokens = drivers.flat().flatMap((driver) => driver.tokens);
      this.#compare(new Map(tokens.map((token) => [keyOf(token), token])));
    }
    if (performance.now() - this.#toldAtMs > aliveMs) this.#tell({ event: 'alive' });
    if (this.#followers.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), this.#parts.intervalMs ?? defaultIntervalMs);
  }

  #compare(present: Map<string, TokenState>): void {
    const known = this.#known;
    this.#known = present;
    if (!known) {
      this.#tell({ event: 'tokens', tokens: [...present.values()] });
      return;
    }
    for (const [key, token] of known) {
      if (!present.has(key)) this.#tell({ event: 'removed', token });
    }
    for (const [key, token] of present) {
      const before = known.get(key);
      if (!before) this.#tell({ event: 'inserted', token });
      else if (before.pinState !== token.pinState) this.#tell({ event: 'pin-state', token });
    }
  }

  #tell(event: TokenEvent): void {
    this.#toldAtMs = performance.now();
    for (const { queue } of this.#followers) queue.push(event);
  }
}

function keyOf({ module, label, serialNumber }: TokenState): string {
  return [module, serialNumber, label].join('\n');
}
