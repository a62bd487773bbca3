import type { Scanner } from '#lib/protocol/scanning.ts';
import type { BridgeConfig, ScanningConfig } from '../config.ts';
import { oneLine } from '../dialog/question-text.ts';
import { countWaitingPages } from '../scanning/jobs/waiting-pages.ts';
import { presetScanners, scanDrivers, scansFolderName } from '../scanning/open-scanning.ts';
import { askScanimage } from '../scanning/sane/scanimage.ts';
import { ScannerList } from '../scanning/scanner-list.ts';
import { DataFolder } from '../storage/data-folder.ts';
import { wording } from '../wording.ts';

const words = wording.doctor.scanning;

export type ScanningFinding = {
  /** Version of scanimage; `null` without it. */
  sane: string | null;
  folders: string[];
  scanners: Scanner[];
  waitingPages: number;
  keepDays: number;
};

/** Asks every scanner that was typed or set how it is; looks for none and changes nothing. */
export async function examineScanning({
  dataFolder,
  scanning,
}: Pick<BridgeConfig, 'dataFolder' | 'scanning'>): Promise<ScanningFinding> {
  const folder = DataFolder.at(dataFolder);
  const list = await ScannerList.open(folder, scanDrivers({ config: scanning }), {
    preset: await presetScanners(scanning),
    now: () => new Date(),
  });
  const { scanners } = await list.all();
  return {
    sane: await saneVersion(scanning),
    folders: scanning.folders,
    scanners,
    waitingPages: await countWaitingPages(folder.resolve(scansFolderName)),
    keepDays: scanning.keepDays,
  };
}

/** What was found, as lines for the person at this PC. */
export function scanningText(finding: ScanningFinding): string {
  const { sane, folders, scanners, waitingPages, keepDays } = finding;
  return [
    words.heading,
    sane === null ? words.noSane : words.sane(sane),
    words.folders(folders),
    ...(scanners.length === 0 ? [words.noScanner] : []),
    ...scanners.flatMap(({ name, address, problem, resolutions }) => [
      words.scanner(oneLine(name), address),
      `  ${problem === null ? words.answers(resolutions) : words.silent(problem)}`,
    ]),
    words.waiting(waitingPages, keepDays),
  ].join('\n');
}

async function saneVersion({ sane }: ScanningConfig): Promise<string | null> {
  if (!sane) return null;
  const signal = AbortSignal.timeout(5_000);
  const said = await askScanimage(sane, ['--version'], signal).catch(() => null);
  return said === null ? null : oneLine(said.trim());
}
