import { spawn, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allEvents, officeOrigin, pageOf, prepareBatch, testServer } from '#support/bridge.ts';

const program = path.resolve(import.meta.dirname, '../../src/bridge/main.ts');
let dataFolder: string;
let running: ChildProcess[];

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'bridge-program-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await rm(dataFolder, { recursive: true });
});

type Program = { child: ChildProcess; said: () => string };

function start(environment: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      BRIDGE_PORT: '0',
      BRIDGE_DATA_DIR: dataFolder,
      BRIDGE_ORIGINS: officeOrigin,
      BRIDGE_KNOWN_MODULES: 'off',
      ...environment,
    },
  });
  running.push(child);
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

async function addressOf({ said }: Program): Promise<string> {
  await expect.poll(said, { timeout: 20_000 }).toContain('Ctrl-C');
  const [address] = /http:\/\/127\.0\.0\.1:\d+/u.exec(said()) ?? [];
  if (!address) throw new Error('The bridge told no address');
  return address;
}

it('makes demo certificates once, keeps the pairing, and stores no PIN', async () => {
  const first = start({ BRIDGE_TEST_PIN: '123456' });
  const server = testServer();
  const page = pageOf(await addressOf(first), officeOrigin);
  expect(first.said()).toContain('Mã PIN của chứng thư DEMO mới tạo: 123456');
  expect(first.said()).toContain('CẢNH BÁO: BRIDGE_TEST_PIN');
  await page.pair('Trần Minh Hà', server.serverKey, () => undefined);
  const [certificate] = await page.certificates();
  if (!certificate) throw new Error('No demo certificate');
  const events = await allEvents(page.signBatch(await prepareBatch(certificate, server)));
  expect(events.at(-1)).toMatchObject({ event: 'done', signed: 1 });

  const anchor = new X509Certificate(
    await readFile(path.join(dataFolder, 'anchors', 'demo-ca.pem')),
  );
  const leaf = new X509Certificate(Buffer.from(certificate.chain[0] ?? '', 'base64'));
  expect(leaf.verify(anchor.publicKey)).toBe(true);

  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);
  const second = start({ BRIDGE_TEST_PIN: '123456', BRIDGE_DEMO_SIGNER: 'Trần Minh Hà,Lê Thu An' });
  await addressOf(second);
  for (const name of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const content = await readFile(path.join(name.parentPath, name.name), 'latin1');
    expect(content).not.toContain('123456');
  }
  const pairings = await readFile(path.join(dataFolder, 'pairings.json'), 'utf8');
  expect(JSON.parse(pairings)).toMatchObject([{ origin: officeOrigin }]);
  const kept = await readFile(path.join(dataFolder, 'anchors', 'demo-ca.pem'), 'utf8');
  expect(new X509Certificate(kept).fingerprint256).toBe(anchor.fingerprint256);
});

it('names the remedy when its port is taken', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  const { child, said } = start({ BRIDGE_PORT: String(address.port) });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said()).toContain(`Cổng ${address.port} đang được chương trình khác dùng`);
  expect(said()).toContain('BRIDGE_PORT');
  squatter.close();
});

it.each([
  ['a wrong setting', { BRIDGE_ORIGINS: '*' }, 'BRIDGE_ORIGINS'],
  ['a folder that cannot be written', { BRIDGE_DATA_DIR: '/dev/null/bridge' }, 'BRIDGE_DATA_DIR'],
])('names the remedy for %s, without a stack', async (_, environment, setting) => {
  const { child, said } = start(environment);
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said()).toContain(setting);
  expect(said()).not.toContain('    at ');
});

it('names a broken file instead of forgetting who was paired', async () => {
  await writeFile(path.join(dataFolder, 'pairings.json'), '[{');
  const { child, said } = start();
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said()).toContain('pairings.json bị hỏng');
});

it('accepts nothing where nobody can be asked', async () => {
  const page = pageOf(await addressOf(start()), officeOrigin);
  const pairing = page.pair('Trần Minh Hà', testServer().serverKey, () => undefined);
  await expect(pairing).rejects.toMatchObject({ code: 'BRIDGE_NO_DIALOG' });
});
