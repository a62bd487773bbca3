import * as v from 'valibot';
import type { KeptValues } from '#lib/client/batch-session/catalogue-cache.ts';
import {
  defaultScanPresets,
  scanColours,
  scanFeeds,
  scanPapers,
  type ScanPreset,
} from '#lib/domain/scan-preset.ts';

const KeptSchema = v.object({
  presets: v.pipe(
    v.array(
      v.object({
        id: v.string(),
        name: v.optional(v.string()),
        feed: v.picklist(scanFeeds),
        colour: v.picklist(scanColours),
        dpi: v.number(),
        paper: v.picklist(scanPapers),
      }),
    ),
    v.minLength(1),
  ),
  chosenId: v.nullable(v.string()),
  scannerId: v.nullable(v.string()),
});

/** The presets of one person on this PC, and which scanner and preset they used last. */
export class PresetShelf {
  presets = $state.raw<readonly ScanPreset[]>(defaultScanPresets);
  chosenId = $state<string | null>(null);
  scannerId = $state<string | null>(null);
  readonly #kept: KeptValues;
  readonly #key: string;

  constructor(personId: string, kept: KeptValues) {
    this.#kept = kept;
    this.#key = `scan-presets:${personId}`;
  }

  async read(): Promise<void> {
    const kept = v.safeParse(KeptSchema, await this.#kept.readKept(this.#key));
    if (!kept.success) return;
    const { presets, chosenId, scannerId } = kept.output;
    this.presets = presets.map(({ name, ...rest }) =>
      name === undefined ? rest : { ...rest, name },
    );
    this.chosenId = chosenId;
    this.scannerId = scannerId;
  }

  /** In the place of the one with its id, else at the end. */
  async save(preset: ScanPreset): Promise<void> {
    const isKnown = this.presets.some(({ id }) => id === preset.id);
    this.presets = isKnown
      ? this.presets.map((each) => (each.id === preset.id ? preset : each))
      : [...this.presets, preset];
    await this.choose({ presetId: preset.id });
  }

  /** The last one stays. */
  async remove(presetId: string): Promise<void> {
    if (this.presets.length < 2) return;
    this.presets = this.presets.filter(({ id }) => id !== presetId);
    if (this.chosenId === presetId) this.chosenId = null;
    await this.#keep();
  }

  /** Those that come with the station, without the person's own. */
  async restore(): Promise<void> {
    this.presets = defaultScanPresets;
    this.chosenId = null;
    await this.#keep();
  }

  async choose({ presetId, scannerId }: { presetId?: string; scannerId?: string }): Promise<void> {
    if (presetId !== undefined) this.chosenId = presetId;
    if (scannerId !== undefined) this.scannerId = scannerId;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    const { presets, chosenId, scannerId } = this;
    await this.#kept.keep(this.#key, { presets: [...presets], chosenId, scannerId });
  }
}
