import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeOpenScSettings } from './virtual-card.ts';

const root = resolve(import.meta.dirname, '..', '..');

export type WholeStation = {
  port: number;
  bridgePort: number;
  demoPkiPort: number;
  demoScannerPort: number;
  /** Begun anew; from the root of the repository unless absolute. */
  dataDir: string;
  /** What the person at this PC types. */
  pin: string;
};

/** Starts everything as `npm start` does, on a fresh data folder; returns how to stop it. */
export async function startWholeStation(station: WholeStation): Promise<() => Promise<void>> {
  const dataDir = resolve(root, station.dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const program = spawn(process.execPath, [join(root, 'src', 'launcher', 'station.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(station.port),
      BRIDGE_PORT: String(station.bridgePort),
      DEMO_PKI_PORT: String(station.demoPkiPort),
      DEMO_SCANNER_PORT: String(station.demoScannerPort),
      DATA_DIR: dataDir,
      SAMPLES_DIR: 'var/samples',
      BRIDGE_DIALOG: 'configured',
      BRIDGE_TEST_PIN: station.pin,
      OPENSC_CONF: await writeOpenScSettings(dataDir),
    },
  });
  const ended = new Promise<number | null>((done) => program.on('exit', done));
  await new Promise<void>((ready, fail) => {
    let output = '';
    program.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Trạm Số Hóa đang chạy')) ready();
    });
    program.on('exit', (code) => fail(new Error(`the station ended with ${code}:\n${output}`)));
  });
  return async () => {
    program.kill('SIGTERM');
    await ended;
  };
}
