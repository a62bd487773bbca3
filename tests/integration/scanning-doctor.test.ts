import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '#bridge/config.ts';
import { examineScanning, scanningText } from '#bridge/doctor/examine-scanning.ts';
import { startTestBridge } from '#support/bridge.ts';
import { startEsclSimulator, type EsclSimulator } from '#support/escl-simulator.ts';
import { quickTimes, scanAll } from '#support/scanning.ts';

let dataFolder: string;
let simulator: EsclSimulator;

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  simulator = await startEsclSimulator({ pageCount: 3 });
});
afterEach(async () => {
  await simulator.close();
  await rm(dataFolder, { recursive: true });
});

it('tells scanners, folders and pages that wait', async () => {
  const environment = { BRIDGE_DATA_DIR: dataFolder, BRIDGE_SCAN_FOLDERS: '/nowhere/scans' };
  const test = await startTestBridge({ environment, scanningTimes: quickTimes });
  const page = await test.pairedPage();
  const address = simulator.address;
  const scanner = await page.scanning.addScanner({ driver: 'escl', address });
  const { jobId, job } = await scanAll(page, scanner.id);
  await page.scanning.keepPages(jobId, [job.pages[0]?.id ?? '']);
  await test.bridge.close();

  const config = readConfig({
    ...environment,
    BRIDGE_SCAN_KEEP_DAYS: '7',
    BRIDGE_SCANNERS: '127.0.0.1:9',
  });
  const text = scanningText(await examineScanning(config));
  expect(text).toContain(`Máy quét ${scanner.name} (${address})\n  Trả lời; 150, 200, 300 dpi`);
  expect(text).toContain('127.0.0.1:9/eSCL)\n  KHÔNG TRẢ LỜI (SCANNER_UNREACHABLE)');
  expect(text).toContain('Thư mục quét được phép: /nowhere/scans');
  expect(text).toMatch(/SANE\): scanimage \(sane-backends\)/u);
  expect(text).toContain('chờ trình duyệt nhận: 2 (tự xóa sau 7 ngày)');
});

it('says what is missing, and leaves the folder as it was', async () => {
  const config = readConfig({
    BRIDGE_DATA_DIR: path.join(dataFolder, 'not-made'),
    BRIDGE_SCANIMAGE: '/nowhere/scanimage',
    BRIDGE_SCAN_FOLDERS: '/nowhere/scans',
  });
  const text = scanningText(await examineScanning(config));
  expect(text).toContain('chưa cài scanimage');
  expect(text).toContain('Chưa có máy quét nào');
  expect(await readdir(dataFolder)).toEqual([]);
});
