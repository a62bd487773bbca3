export const scanSources = ['flatbed', 'feeder', 'feeder-duplex'] as const;
export type ScanSource = (typeof scanSources)[number];

export const scanColours = ['black-and-white', 'grey', 'colour'] as const;
export type ScanColour = (typeof scanColours)[number];

/** `legal` and `a3` where the device is large enough. */
export const scanPapers = ['a4', 'a5', 'a3', 'legal', 'auto'] as const;
export type ScanPaper = (typeof scanPapers)[number];

/** `feeder-by-hand`: all fronts, then the stack turned over and all backs, which come last one first. */
export const scanFeeds = ['flatbed', 'feeder', 'feeder-duplex', 'feeder-by-hand'] as const;
export type ScanFeed = (typeof scanFeeds)[number];

/** How a stack is scanned, under a name; kept per person on this PC. */
export type ScanPreset = {
  id: string;
  /** Left out: one that comes with the station and is named by the catalogue. */
  name?: string;
  feed: ScanFeed;
  colour: ScanColour;
  /** Dots per inch; 200 at least, 300 where a seal is (TT 02/2019/TT-BNV). */
  dpi: number;
  paper: ScanPaper;
};

export const defaultPresetIds = ['sealed', 'plain', 'text', 'by-hand', 'glass'] as const;
export type DefaultPresetId = (typeof defaultPresetIds)[number];

export const defaultScanPresets: readonly (ScanPreset & { id: DefaultPresetId })[] = [
  { id: 'sealed', feed: 'feeder-duplex', colour: 'colour', dpi: 300, paper: 'a4' },
  { id: 'plain', feed: 'feeder', colour: 'colour', dpi: 200, paper: 'a4' },
  { id: 'text', feed: 'feeder', colour: 'grey', dpi: 300, paper: 'a4' },
  { id: 'by-hand', feed: 'feeder-by-hand', colour: 'colour', dpi: 300, paper: 'a4' },
  { id: 'glass', feed: 'flatbed', colour: 'colour', dpi: 300, paper: 'a4' },
];

/** What a device says it can do; an empty list: it does not say. */
export type ScanAbilities = {
  sources: readonly ScanSource[];
  colours: readonly ScanColour[];
  resolutions: readonly number[];
};

export type PresetObstacle = 'source' | 'colour' | 'resolution';

/** Why the device cannot scan so; `null`: it can. */
export function presetObstacle(preset: ScanPreset, device: ScanAbilities): PresetObstacle | null {
  if (!isIn(device.sources, sourceOf(preset.feed))) return 'source';
  if (!isIn(device.colours, preset.colour)) return 'colour';
  return isIn(device.resolutions, preset.dpi) ? null : 'resolution';
}

export function sourceOf(feed: ScanFeed): ScanSource {
  return feed === 'feeder-by-hand' ? 'feeder' : feed;
}

function isIn<Value>(said: readonly Value[], wanted: Value): boolean {
  return said.length === 0 || said.includes(wanted);
}
