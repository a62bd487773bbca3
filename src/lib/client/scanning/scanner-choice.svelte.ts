import { keptProblem } from '#lib/client/batch-session/session-services.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { ScanningBridge } from '#lib/client/bridge/bridge.ts';
import { presetObstacle, type ScanPreset } from '#lib/domain/scan-preset.ts';
import type { AddScanner, Scanner, ScannersAnswer } from '#lib/protocol/scanning.ts';
import type { PresetShelf } from './preset-shelf.svelte.ts';

/** Which scanner and which preset the next scan takes: what is there, and what of it fits. */
export class ScannerChoice {
  scanners = $state.raw<readonly Scanner[]>([]);
  /** Ways to find scanners that do not work on this PC. */
  searchProblems = $state.raw<ScannersAnswer['problems']>([]);
  problem = $state.raw<KeptProblem | null>(null);
  isSearching = $state(false);
  readonly shelf: PresetShelf;
  readonly #bridge: ScanningBridge;

  constructor(bridge: ScanningBridge, shelf: PresetShelf) {
    this.#bridge = bridge;
    this.shelf = shelf;
  }

  /** The one used last, while it is there; else the first that answers. */
  get scanner(): Scanner | null {
    const { scannerId } = this.shelf;
    return (
      this.scanners.find(({ id }) => id === scannerId) ??
      this.scanners.find(({ problem }) => problem === null) ??
      this.scanners[0] ??
      null
    );
  }

  /** The one chosen last; where the scanner cannot do it, the first that it can. */
  get preset(): ScanPreset | null {
    const { presets, chosenId } = this.shelf;
    const fitting = presets.filter((preset) => this.#obstacleOf(preset) === null);
    const chosen = presets.find(({ id }) => id === chosenId);
    if (chosen && fitting.includes(chosen)) return chosen;
    return fitting[0] ?? chosen ?? presets[0] ?? null;
  }

  /** Presets with the reason where the chosen scanner cannot scan so. */
  get presets() {
    return this.shelf.presets.map((preset) => ({ preset, obstacle: this.#obstacleOf(preset) }));
  }

  /** What is known answers at once; only where nothing is, everybody is asked. */
  async look(): Promise<void> {
    await this.#attempt(async () => {
      await this.shelf.read();
      this.#take(await this.#bridge.scanners());
      if (this.scanners.length === 0) await this.#search();
    });
  }

  async search(): Promise<void> {
    await this.#attempt(() => this.#search());
  }

  /** Tries an address and keeps it; the answer is whether it could be reached. */
  async add(asked: AddScanner): Promise<boolean> {
    return await this.#attempt(async () => {
      const added = await this.#bridge.addScanner(asked);
      this.scanners = [...this.scanners.filter(({ id }) => id !== added.id), added];
      await this.shelf.choose({ scannerId: added.id });
    });
  }

  async forget(scannerId: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#bridge.forgetScanner(scannerId);
      this.scanners = this.scanners.filter(({ id }) => id !== scannerId);
    });
  }

  async #search(): Promise<void> {
    this.#take(await this.#bridge.searchScanners());
  }

  #take({ scanners, problems }: ScannersAnswer): void {
    this.scanners = scanners;
    this.searchProblems = problems;
  }

  #obstacleOf(preset: ScanPreset) {
    const { scanner } = this;
    return scanner ? presetObstacle(preset, scanner) : null;
  }

  async #attempt(deed: () => Promise<void>): Promise<boolean> {
    this.isSearching = true;
    this.problem = null;
    try {
      await deed();
      return true;
    } catch (error) {
      this.problem = keptProblem(error);
      return false;
    } finally {
      this.isSearching = false;
    }
  }
}
