import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 500;

/** The memory of the largest renderer of a browser, its workers included (Linux, proc(5)). */
export class TabMemory implements Disposable {
  highestBytes = 0;
  readonly #profile: string;
  readonly #timer: NodeJS.Timeout;

  /** `profile`: the folder that the browser was started with; it tells its processes from others. */
  constructor(profile: string) {
    this.#profile = profile;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Private and shared pages, the shared ones by their share: what the PC has to bear. */
  #look(): void {
    for (const id of readdirSync('/proc')) {
      if (!/^\d+$/u.test(id)) continue;
      try {
        const command = readFileSync(`/proc/${id}/cmdline`, 'latin1');
        if (!command.includes('--type=renderer') || !command.includes(this.#profile)) continue;
        const [, kibibytes] =
          /^Pss:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'latin1')) ?? [];
        this.highestBytes = Math.max(this.highestBytes, Number(kibibytes) * 1024);
      } catch {
        // A process that ended meanwhile.
      }
    }
  }
}
