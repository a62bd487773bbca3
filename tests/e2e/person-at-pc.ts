import type { BrowserContext } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBridge, type RunningBridge } from '#bridge/bridge.ts';
import { readConfig } from '#bridge/config.ts';
import { pageOf, ScriptedDialog } from '#support/bridge.ts';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { e2e } from './station-settings.ts';

/**
 * A PC whose bridge is the real one, with a person at its dialog who does what the test says. It can
 * be stopped and started again.
 */
export class PersonAtPc {
  readonly dialog = new ScriptedDialog();
  /** Where pages look for the bridge of this PC. */
  readonly usualUrl = `http://127.0.0.1:${e2e.bridgePort}`;
  readonly #folder: Promise<string> = mkdtemp(join(tmpdir(), 'bridge-'));
  readonly #environment: Record<string, string>;
  #bridge: RunningBridge | null = null;
  #port = 0;

  /** `environment`: settings of the bridge beside those of every test. */
  constructor(environment: Record<string, string> = {}) {
    this.#environment = environment;
  }

  get port(): number {
    return this.#port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it, again with what it knew before and where it listened before. */
  async startBridge({
    port = this.#port,
    origin = e2e.origin,
  }: { port?: number; origin?: string } = {}): Promise<void> {
    await this.stopBridge();
    this.#bridge = await startBridge({
      config: readConfig({
        BRIDGE_PORT: String(port),
        BRIDGE_DATA_DIR: await this.#folder,
        BRIDGE_ORIGINS: origin,
        BRIDGE_DEMO: 'off',
        BRIDGE_VGCA: 'off',
        ...this.#environment,
      }),
      dialog: this.dialog,
      now: () => new Date(),
      logFailure: (_, error) => console.error(error),
      watchIntervalMs: 200,
    });
    this.#port = this.#bridge.port;
  }

  async stopBridge(): Promise<void> {
    await this.#bridge?.close();
    this.#bridge = null;
  }

  /** Pages of this browser find this bridge where they would find the station's. */
  async serve(context: BrowserContext): Promise<void> {
    await context.route(`${this.usualUrl}/**`, (route) =>
      route.continue({ url: route.request().url().replace(this.usualUrl, this.baseUrl) }),
    );
  }

  /** Another browser on the same PC, with a page of the office. */
  otherBrowser(): BridgeClient {
    return pageOf(this.baseUrl, e2e.origin);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopBridge();
    await rm(await this.#folder, { recursive: true, force: true });
  }
}
