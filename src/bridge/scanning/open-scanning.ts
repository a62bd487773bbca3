import type { AddScanner } from '#lib/protocol/scanning.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ScanningConfig } from '../config.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { discoverEscl } from './escl/discover-escl.ts';
import { EsclDriver, type DiscoverEscl } from './escl/escl-driver.ts';
import type { EsclTimes } from './escl/escl-job.ts';
import { FolderDriver, type FolderTimes } from './folder/folder-driver.ts';
import { SaneDriver } from './sane/sane-driver.ts';
import type { ScanDriver } from './scan-driver.ts';
import { ScanDesk } from './scan-desk.ts';
import { ScannerList } from './scanner-list.ts';

export type ScanningTimes = { escl?: EsclTimes; folder?: FolderTimes };

/** Below the data folder: scan jobs whose pages wait for a browser. */
export const scansFolderName = 'scans';

export type Scanning = { scanners: ScannerList; desk: ScanDesk };

export type ScanningParts = {
  config: ScanningConfig;
  folder: DataFolder;
  audit: AuditLog;
  now: () => Date;
  logFailure(error: unknown): void;
  times?: ScanningTimes;
  discoverEscl?: DiscoverEscl;
};

/** Everything that scanning needs; what an earlier run left is taken up. */
export async function openScanning(parts: ScanningParts): Promise<Scanning> {
  const { config, folder, now, audit, logFailure } = parts;
  const preset = await presetScanners(config);
  const scanners = await ScannerList.open(folder, scanDrivers(parts), { preset, now });
  const desk = await ScanDesk.open({
    folder: folder.resolve(scansFolderName),
    scanners,
    keepDays: config.keepDays,
    audit,
    now,
    logFailure,
  });
  return { scanners, desk };
}

/** The ways to reach scanners that the settings allow. */
export function scanDrivers({
  config,
  times = {},
  discoverEscl: discover = config.discovers ? discoverEscl : () => Promise.resolve([]),
}: Pick<ScanningParts, 'config' | 'times' | 'discoverEscl'>): ScanDriver[] {
  return [
    new EsclDriver(discover, times.escl),
    ...(config.sane ? [new SaneDriver(config.sane)] : []),
    new FolderDriver(config.folders, times.folder),
  ];
}

/** Those that the settings name, and the allowed folders that somebody made. */
export async function presetScanners(config: ScanningConfig): Promise<AddScanner[]> {
  const folders = await new FolderDriver(config.folders).search();
  return [
    ...config.scannerAddresses.map((address) => ({ driver: 'escl', address }) as const),
    ...folders.map((address) => ({ driver: 'folder', address }) as const),
  ];
}
