import { AppError } from '#lib/domain/app-error.ts';
import type { ScanColour, ScanSettings } from '#lib/protocol/scanning.ts';
import type { EsclCapabilities, SourceCapabilities } from './escl-capabilities.ts';

/** Width and height in 1/300 inch. */
const papers = {
  a4: [2480, 3508],
  a5: [1748, 2480],
  a3: [3508, 4961],
  legal: [2550, 4200],
} as const satisfies Record<Exclude<ScanSettings['paper'], 'auto'>, readonly [number, number]>;

const modeOfColour = {
  'black-and-white': 'BlackAndWhite1',
  grey: 'Grayscale8',
  colour: 'RGB24',
} as const satisfies Record<ScanColour, string>;

/** JPEG has no bilevel pages; the scan stays as the device made it. */
const formatsOfColour: Record<ScanColour, readonly string[]> = {
  'black-and-white': ['image/png', 'image/tiff', 'application/pdf', 'image/jpeg'],
  grey: ['image/jpeg', 'image/png', 'image/tiff', 'application/pdf'],
  colour: ['image/jpeg', 'image/png', 'image/tiff', 'application/pdf'],
};

/**
 * The `ScanSettings` of a job (eSCL 2.9 §8.2). Throws SCANNER_SETTINGS_UNSUPPORTED naming what the
 * scanner does not have.
 */
export function settingsXml(settings: ScanSettings, { sources }: EsclCapabilities): string {
  const source = sources.find((each) => each.source === settings.source);
  if (!source) throw unsupported('source');
  if (!source.colours.includes(settings.colour)) throw unsupported('colour');
  if (!source.resolutions.includes(settings.dpi)) throw unsupported('dpi');
  const format = formatsOfColour[settings.colour].find((each) => source.formats.includes(each));
  if (!format) throw unsupported('format');
  const [width, height] = regionOf(settings, source);
  const duplex = settings.source === 'flatbed' ? '' : duplexXml(settings.source);
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
  <pwg:Version>2.6</pwg:Version>
  <scan:Intent>Document</scan:Intent>
  <pwg:ScanRegions>
    <pwg:ScanRegion>
      <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
      <pwg:XOffset>0</pwg:XOffset>
      <pwg:YOffset>0</pwg:YOffset>
      <pwg:Width>${width}</pwg:Width>
      <pwg:Height>${height}</pwg:Height>
    </pwg:ScanRegion>
  </pwg:ScanRegions>
  <pwg:InputSource>${settings.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>${duplex}
  <scan:ColorMode>${modeOfColour[settings.colour]}</scan:ColorMode>
  <scan:XResolution>${settings.dpi}</scan:XResolution>
  <scan:YResolution>${settings.dpi}</scan:YResolution>
  <pwg:DocumentFormat>${format}</pwg:DocumentFormat>
  <scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>
</scan:ScanSettings>
`;
}

function duplexXml(source: 'feeder' | 'feeder-duplex'): string {
  return `\n  <scan:Duplex>${source === 'feeder-duplex'}</scan:Duplex>`;
}

/** A paper that is larger than the glass is scanned as far as the glass goes. */
function regionOf({ paper }: ScanSettings, source: SourceCapabilities): [number, number] {
  const [width, height] = paper === 'auto' ? [source.maxWidth, source.maxHeight] : papers[paper];
  if (paper === 'a3' && source.maxWidth > 0 && source.maxWidth < papers.a3[0] * 0.95) {
    throw unsupported('paper');
  }
  return [Math.min(width, source.maxWidth || width), Math.min(height, source.maxHeight || height)];
}

function unsupported(setting: string): AppError {
  return new AppError('SCANNER_SETTINGS_UNSUPPORTED', { setting });
}
