import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const port = 4187;
const bridgePort = 47337;
const origin = `http://127.0.0.1:${port}`;

type Station = { process: ChildProcess; output: () => string; ended: Promise<number | null> };

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'station-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startStation(changed: Record<string, string> = {}): Station {
  const child = spawn(
    process.execPath,
    [join(root, 'src', 'launcher', 'station.ts'), '--no-demo'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(port),
        BRIDGE_PORT: String(bridgePort),
        DATA_DIR: folder,
        ...changed,
      },
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.on('exit', done));
  return { process: child, output: () => output, ended };
}

async function isUp(station: Station): Promise<void> {
  await expect.poll(() => station.output(), { timeout: 60_000 }).toContain('Trạm Số Hóa đang chạy');
  expect((await fetch(`${origin}/api/health`)).status).toBe(200);
}

async function isDown(address: string): Promise<void> {
  const answers = () =>
    fetch(address).then(
      () => true,
      () => false,
    );
  await expect.poll(answers, { timeout: 30_000 }).toBe(false);
}

test('Ctrl-C stops everything; the next start has the same data', async () => {
  const station = startStation();
  await isUp(station);
  station.process.kill('SIGINT');
  expect(await station.ended).toBe(0);
  await isDown(`${origin}/api/health`);
  await isDown(`http://127.0.0.1:${bridgePort}/v1/health`);

  const again = startStation();
  await isUp(again);
  again.process.kill('SIGINT');
  await again.ended;
});

test('a killed station leaves nothing that blocks the next start', async () => {
  const station = startStation();
  await isUp(station);
  station.process.kill('SIGKILL');
  await station.ended;
  await isDown(`${origin}/api/health`);
  await isDown(`http://127.0.0.1:${bridgePort}/v1/health`);

  const again = startStation();
  await isUp(again);

  const second = startStation({ PORT: String(port + 1) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Trạm đang chạy rồi, tại ${origin}`);

  again.process.kill('SIGTERM');
  await again.ended;
});

test('a port in use is named with the remedy', async () => {
  const squatter = createServer();
  await new Promise<void>((ready) => squatter.listen(port, '127.0.0.1', ready));
  const station = startStation();
  expect(await station.ended).toBe(1);
  expect(station.output()).toContain(`Cổng ${port} đang được chương trình khác dùng.`);
  expect(station.output()).toContain(`PORT=${port + 10} npm start`);
  await new Promise((closed) => squatter.close(closed));
});

test('a database that is not there is named with the remedy', async () => {
  const station = startStation({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
  expect(await station.ended).toBe(1);
  expect(station.output()).toContain('DATABASE_URL');
  expect(station.output()).toContain('→');
});
