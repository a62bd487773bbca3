import { defaultPresetIds, type ScanPreset } from '#lib/domain/scan-preset.ts';
import type { Messages } from '#lib/i18n/index.ts';

/** The name that the person gave it, else that of the catalogue. */
export function presetName({ id, name }: ScanPreset, m: Messages['scanning']): string {
  if (name !== undefined) return name;
  const known = defaultPresetIds.find((each) => each === id);
  return known ? m.presets.names[known] : id;
}
