import type { Page } from '@playwright/test';

/** A frame that took longer than a person takes as smooth. */
export type SlowFrame = {
  /** Time in which the main thread answered nothing. */
  workMs: number;
  /** The scripts that took the most of it. */
  by: string;
};

/** Watches the main thread of a page by the Long Animation Frames API. */
export class SmoothFrames {
  readonly #page: Page;
  #frames: SlowFrame[] = [];

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async watch(page: Page): Promise<SmoothFrames> {
    const frames = new SmoothFrames(page);
    await page.exposeFunction('tellSlowFrame', (frame: SlowFrame) => frames.#frames.push(frame));
    await page.addInitScript(observe);
    return frames;
  }

  forget(): void {
    this.#frames = [];
  }

  /** Those since the last call. */
  async taken(): Promise<SlowFrame[]> {
    // What the observer has seen comes with the next frame.
    await this.#page.evaluate(() => new Promise((shown) => requestAnimationFrame(shown)));
    return this.#frames.splice(0);
  }
}

/** Runs in the page. */
function observe(): void {
  type Script = {
    duration: number;
    invoker: string;
    sourceFunctionName: string;
    sourceCharPosition: number;
    sourceURL: string;
    forcedStyleAndLayoutDuration: number;
  };
  type LongFrame = PerformanceEntry & {
    renderStart: number;
    styleAndLayoutStart: number;
    scripts: Script[];
  };
  const tell: unknown = Reflect.get(globalThis, 'tellSlowFrame');
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LongFrame[]) {
      const { duration, startTime, styleAndLayoutStart, scripts } = entry;
      const layout = styleAndLayoutStart > 0 ? startTime + duration - styleAndLayoutStart : 0;
      const named = scripts
        .toSorted((a, b) => b.duration - a.duration)
        .slice(0, 3)
        .map((script) => {
          const file = script.sourceURL.split('/').at(-1) ?? '';
          const layoutMs = Math.round(script.forcedStyleAndLayoutDuration);
          return `${Math.round(script.duration)} ms ${script.invoker} ${script.sourceFunctionName} ${file}:${script.sourceCharPosition}${layoutMs > 5 ? ` (layout ${layoutMs})` : ''}`;
        });
      const by = [...named, `layout ${Math.round(layout)} ms`].join('; ');
      if (typeof tell === 'function') tell({ workMs: duration, by });
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
}
