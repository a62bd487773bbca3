import { AppError } from '#lib/domain/app-error.ts';
import type { ScanColour, ScanSource } from '#lib/protocol/scanning.ts';
import { elementNumber, elements, elementText } from './xml-elements.ts';

/** What one source of an eSCL scanner can do; lengths in 1/300 inch. */
export type SourceCapabilities = {
  source: ScanSource;
  colours: ScanColour[];
  /** Ascending; of a range those that people choose from. */
  resolutions: number[];
  formats: string[];
  maxWidth: number;
  maxHeight: number;
};

export type EsclCapabilities = { name: string; sources: SourceCapabilities[] };

const colourModes = {
  BlackAndWhite1: 'black-and-white',
  Grayscale8: 'grey',
  RGB24: 'colour',
} as const satisfies Record<string, ScanColour>;

/** eSCL 2.9 §8.1: the element that tells each source. */
const sourceElements = [
  ['flatbed', 'PlatenInputCaps'],
  ['feeder', 'AdfSimplexInputCaps'],
  ['feeder-duplex', 'AdfDuplexInputCaps'],
] as const;

const usualResolutions = [75, 100, 150, 200, 300, 400, 600, 1200];

/** Parses `ScannerCapabilities`; throws SCANNER_FAILED for what is none. */
export function parseCapabilities(xml: string): EsclCapabilities {
  const [capabilities] = elements(xml, 'ScannerCapabilities');
  if (capabilities === undefined) throw new AppError('SCANNER_FAILED', { reason: 'no-escl' });
  const sources = sourceElements.flatMap(([source, element]) =>
    elements(capabilities, element)
      .slice(0, 1)
      .map((xmlOfSource) => ({ source, ...parseSource(xmlOfSource, capabilities) })),
  );
  if (sources.length === 0) throw new AppError('SCANNER_FAILED', { reason: 'no-source' });
  return { name: elementText(capabilities, 'MakeAndModel').normalize('NFC'), sources };
}

/** A source may only name a profile that stands elsewhere in the document (`SettingProfile ref`). */
function parseSource(xmlOfSource: string, all: string): Omit<SourceCapabilities, 'source'> {
  const xml = elements(xmlOfSource, 'ColorMode').length > 0 ? xmlOfSource : xmlOfSource + all;
  const modes = elements(xml, 'ColorMode');
  return {
    colours: Object.entries(colourModes).flatMap(([mode, colour]) =>
      modes.includes(mode) ? [colour] : [],
    ),
    resolutions: resolutionsOf(xml),
    formats: [...elements(xml, 'DocumentFormat'), ...elements(xml, 'DocumentFormatExt')],
    maxWidth: elementNumber(xml, 'MaxWidth') ?? 0,
    maxHeight: elementNumber(xml, 'MaxHeight') ?? 0,
  };
}

function resolutionsOf(xml: string): number[] {
  const discrete = elements(xml, 'DiscreteResolution').flatMap((each) => {
    const dpi = elementNumber(each, 'XResolution');
    return dpi === null ? [] : [dpi];
  });
  const ranges = elements(xml, 'XResolutionRange').flatMap((range) => {
    const least = elementNumber(range, 'Min') ?? 0;
    const most = elementNumber(range, 'Max') ?? 0;
    return usualResolutions.filter((dpi) => dpi >= least && dpi <= most);
  });
  return [...new Set([...discrete, ...ranges])].toSorted((one, other) => one - other);
}
