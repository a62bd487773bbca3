import { AppError } from '#lib/domain/app-error.ts';
import {
  scanColours,
  scanSources,
  type ScanColour,
  type ScanSettings,
  type ScanSource,
} from '#lib/protocol/scanning.ts';

/**
 * What `scanimage --all-options` tells of a device: our words → its own. An empty one: the device has
 * no such option and does what it does.
 */
export type SaneOptions = {
  sources: Partial<Record<ScanSource, string>>;
  modes: Partial<Record<ScanColour, string>>;
  resolutions: number[];
  /** Millimetres; `null` where the device has no scan area. */
  width: number | null;
  height: number | null;
};

const usualResolutions = [75, 100, 150, 200, 300, 400, 600, 1200];

/** Width and height in millimetres. */
const papers = {
  a4: [210, 297],
  a5: [148, 210],
  a3: [297, 420],
  legal: [215.9, 355.6],
} as const satisfies Record<Exclude<ScanSettings['paper'], 'auto'>, readonly [number, number]>;

/** Every backend names its sources and modes in its own words. */
const sourceWords: Record<ScanSource, RegExp> = {
  'feeder-duplex': /duplex|both sides/iu,
  feeder: /adf|feeder|document feed/iu,
  flatbed: /flatbed|platen|normal|glass/iu,
};
const modeWords: Record<ScanColour, RegExp> = {
  'black-and-white': /lineart|^binary|black & white|black and white|monochrome/iu,
  grey: /gr[ae]y/iu,
  colour: /colou?r/iu,
};

export function parseOptions(text: string): SaneOptions {
  const options = new Map(
    [...text.matchAll(/^\s+--?([a-z][\w-]*)(?:\[=\()? ?([^\n]*)$/gmu)].map(
      ([, name = '', values = '']) => [name, values],
    ),
  );
  const sourceNames = choices(options.get('source'));
  const modeNames = choices(options.get('mode'));
  return {
    sources:
      sourceNames.length > 0 ? matched(sourceNames, sourceWords, scanSources) : { flatbed: '' },
    modes: modeNames.length > 0 ? matched(modeNames, modeWords, scanColours) : { colour: '' },
    resolutions: resolutionsOf(options.get('resolution') ?? ''),
    width: greatest(options.get('x')),
    height: greatest(options.get('y')),
  };
}

/** The parameters of scanimage for these settings; throws SCANNER_SETTINGS_UNSUPPORTED. */
export function parametersOf(settings: ScanSettings, options: SaneOptions): string[] {
  const source = options.sources[settings.source];
  const mode = options.modes[settings.colour];
  if (source === undefined) throw unsupported('source');
  if (mode === undefined) throw unsupported('colour');
  const { resolutions } = options;
  if (resolutions.length > 0 && !resolutions.includes(settings.dpi)) throw unsupported('dpi');
  return [
    ...(source ? ['--source', source] : []),
    ...(mode ? ['--mode', mode] : []),
    ...(resolutions.length > 0 ? ['--resolution', String(settings.dpi)] : []),
    ...areaOf(settings, options),
    // JPEG has no bilevel pages.
    `--format=${settings.colour === 'black-and-white' ? 'png' : 'jpeg'}`,
  ];
}

/** A paper that is larger than the glass is scanned as far as the glass goes. */
function areaOf({ paper }: ScanSettings, { width, height }: SaneOptions): string[] {
  if (width === null || height === null) return [];
  const [paperWidth, paperHeight] = paper === 'auto' ? [width, height] : papers[paper];
  if (paper === 'a3' && width < papers.a3[0] * 0.95) throw unsupported('paper');
  return ['-x', String(Math.min(width, paperWidth)), '-y', String(Math.min(height, paperHeight))];
}

/** `Flatbed|ADF Duplex [Flatbed]` → the choices; none for an option that is inactive. */
function choices(printed: string | undefined): string[] {
  const [values = ''] = (printed ?? '').split(' [');
  return printed?.endsWith('[inactive]') ? [] : values.split('|').filter(Boolean);
}

/** The first choice that fits each word, duplex before feeder; no choice stands for two. */
function matched<Key extends string>(
  names: readonly string[],
  words: Record<Key, RegExp>,
  order: readonly Key[],
): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {};
  const free = new Set(names);
  for (const key of order.toReversed()) {
    const name = [...free].find((each) => words[key].test(each));
    if (name === undefined) continue;
    found[key] = name;
    free.delete(name);
  }
  return found;
}

/** `1..1200dpi (in steps of 1) [50]` or `75|150|300dpi [75]`. */
function resolutionsOf(printed: string): number[] {
  const [, least, most] = /^(?:auto\|+)?([\d.]+)\.\.([\d.]+)dpi/u.exec(printed) ?? [];
  if (least !== undefined && most !== undefined) {
    return usualResolutions.filter((dpi) => dpi >= Number(least) && dpi <= Number(most));
  }
  return choices(printed)
    .map((each) => Number.parseFloat(each))
    .filter((dpi) => Number.isInteger(dpi) && dpi > 0)
    .toSorted((one, other) => one - other);
}

/** `0..215.9mm (in steps of 1) [80]` → 215.9. */
function greatest(printed: string | undefined): number | null {
  const [, most] = /\.\.([\d.]+)mm/u.exec(printed ?? '') ?? [];
  return most === undefined ? null : Number(most);
}

function unsupported(setting: string): AppError {
  return new AppError('SCANNER_SETTINGS_UNSUPPORTED', { setting });
}
