import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeOpenScSettings } from '#support/virtual-card.ts';
import { e2e } from './station-settings.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** Starts the station as `npm start` does, on a fresh data folder; returns how to stop it. */
export default async function startStation(): Promise<() => Promise<void>> {
  const dataDir = join(root, e2e.dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const station = spawn(process.execPath, [join(root, 'src', 'launcher', 'station.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(e2e.port),
      BRIDGE_PORT: String(e2e.bridgePort),
      DEMO_PKI_PORT: String(e2e.demoPkiPort),
      DEMO_SCANNER_PORT: String(e2e.demoScannerPort),
      DATA_DIR: e2e.dataDir,
      SAMPLES_DIR: 'var/samples',
      BRIDGE_DIALOG: 'configured',
      BRIDGE_TEST_PIN: e2e.pin,
      OPENSC_CONF: await writeOpenScSettings(dataDir),
    },
  });
  const ended = new Promise<number | null>((done) => station.on('exit', done));
  await new Promise<void>((ready, fail) => {
    let output = '';
    station.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Trạm Số Hóa đang chạy')) ready();
    });
    station.on('exit', (code) => fail(new Error(`the station ended with ${code}:\n${output}`)));
  });
  return async () => {
    station.kill('SIGTERM');
    await ended;
  };
}
