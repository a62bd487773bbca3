import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/app-error.ts';
import type { ScanSettings } from '#lib/protocol/scanning.ts';
import { parametersOf, parseOptions } from './sane-options.ts';

/** As backends of common office scanners print their options. */
const fujitsu = `
All options specific to device \`fujitsu:fi-7160:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
        Width of scan-area.
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
`;
const flatbed = `
    --mode Binary|Gray|Color [Binary]
    --resolution 75|150|300|600|1200dpi [75]
    --brightness -100..100% (in steps of 1) [inactive]
    -x 0..216mm [216]
    -y 0..297mm [297]
`;
const settings: ScanSettings = { source: 'feeder', colour: 'colour', dpi: 300, paper: 'a4' };

function refusalOf(deed: () => unknown): unknown {
  try {
    deed();
  } catch (error) {
    return error instanceof AppError ? { code: error.code, ...error.details } : error;
  }
  return null;
}

describe('the options of a SANE device', () => {
  it('name its sources, modes and resolutions in our words', () => {
    const options = parseOptions(fujitsu);
    expect(options.sources).toEqual({ feeder: 'ADF Front', 'feeder-duplex': 'ADF Duplex' });
    expect(options.modes).toEqual({ 'black-and-white': 'Lineart', grey: 'Gray', colour: 'Color' });
    expect(options.resolutions).toEqual([75, 100, 150, 200, 300, 400, 600]);
    expect(options).toMatchObject({ width: 215.872, height: 279.364 });
  });

  it('may leave out the source: the glass', () => {
    const options = parseOptions(flatbed);
    expect(options.sources).toEqual({ flatbed: '' });
    expect(options.resolutions).toEqual([75, 150, 300, 600, 1200]);
    expect(options.modes['black-and-white']).toBe('Binary');
  });

  it('become parameters, the paper as far as the glass goes', () => {
    expect(parametersOf(settings, parseOptions(fujitsu))).toEqual([
      ...['--source', 'ADF Front', '--mode', 'Color', '--resolution', '300'],
      ...['-x', '210', '-y', '279.364', '--format=jpeg'],
    ]);
    const lineart = { ...settings, source: 'flatbed', colour: 'black-and-white' } as const;
    expect(parametersOf(lineart, parseOptions(flatbed))).toEqual([
      ...['--mode', 'Binary', '--resolution', '300', '-x', '210', '-y', '297', '--format=png'],
    ]);
  });

  it.each([
    ['source', { source: 'flatbed' }],
    ['dpi', { dpi: 1200 }],
    ['paper', { paper: 'a3' }],
  ] as const)('refuse what the device lacks: %s', (setting, change) => {
    const refusal = refusalOf(() =>
      parametersOf({ ...settings, ...change }, parseOptions(fujitsu)),
    );
    expect(refusal).toEqual({ code: 'SCANNER_SETTINGS_UNSUPPORTED', setting });
  });
});
