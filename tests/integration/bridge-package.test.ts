import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  allEvents,
  genuineIds,
  officeOrigin,
  pageOf,
  prepareBatch,
  testServer,
} from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
let executable: string;
let token: SoftHsm;

/** The only settings it gets: no PATH, no HOME, so neither Node nor `node_modules` are in reach. */
const settings = () => ({
  BRIDGE_PORT: '0',
  BRIDGE_DATA_DIR: path.join(folder, 'data'),
  BRIDGE_ORIGINS: officeOrigin,
  BRIDGE_DEMO: 'off',
  BRIDGE_KNOWN_MODULES: 'off',
  BRIDGE_PKCS11_MODULES: token.modulePath,
  BRIDGE_TEST_PIN: token.pin,
  SOFTHSM2_CONF: process.env.SOFTHSM2_CONF,
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bridge-package-'));
  executable = path.join(folder, 'tram-so-hoa-bridge');
  token = await createSoftHsm([{ commonName: 'Trần Minh Hà', keyType: 'rsa' }]);
  await run(process.execPath, [path.join(root, 'src/bridge/packaging/package-bridge.ts'), folder]);
});
afterAll(async () => {
  await token.close();
  await rm(folder, { recursive: true });
});

async function start(): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(executable, [], {
    cwd: '/',
    env: settings(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 20_000 }).toContain('Ctrl-C');
  const [address] = /http:\/\/127\.0\.0\.1:\d+/u.exec(said) ?? [];
  if (!address) throw new Error('The bridge told no address');
  return { child, address };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
}

/** The native library that it unpacked. */
async function library(): Promise<string> {
  const native = path.join(folder, 'data/native');
  const [name, ...others] = await readdir(native);
  expect(others).toEqual([]);
  return path.join(native, name ?? '');
}

it('is one file with its SHA-256 that signs with a token where nothing else is installed', async () => {
  const sum = await readFile(`${executable}.sha256`, 'utf8');
  const digest = createHash('sha256')
    .update(await readFile(executable))
    .digest('hex');
  expect(sum).toBe(`${digest}  tram-so-hoa-bridge\n`);

  const { child, address } = await start();
  const server = testServer();
  const page = pageOf(address, officeOrigin);
  await page.pair('Trần Minh Hà', server.serverKey, () => undefined);
  const [certificate] = await page.certificates();
  if (!certificate) throw new Error('No certificate on the token');
  expect(certificate).toMatchObject({ provider: 'pkcs11', isDemo: true, tokenLabel: 'Token thử' });
  const request = await prepareBatch(certificate, server, { count: 2 });
  const events = await allEvents(page.signBatch(request));
  expect(genuineIds(events, request, certificate)).toEqual(['doc-1', 'doc-2']);
  await stop(child);

  const native = await library();
  expect((await stat(native)).mode & 0o777).toBe(0o700);
  expect((await stat(path.dirname(native))).mode & 0o777).toBe(0o700);
});

it('loads no library that somebody put in the place of its own', async () => {
  const native = await library();
  const own = await readFile(native);
  await writeFile(native, 'another library');
  const { child, address } = await start();
  const page = pageOf(address, officeOrigin);
  await page.pair('Trần Minh Hà', testServer().serverKey, () => undefined);
  expect(await page.certificates()).toHaveLength(1);
  expect((await readFile(native)).equals(own)).toBe(true);
  await stop(child);
});

it('starts without any setting, and lets NODE_OPTIONS load nothing into it', async () => {
  const trap = path.join(folder, 'trap.cjs');
  await writeFile(trap, 'console.log("trapped")');
  const environment = { HOME: folder, NODE_OPTIONS: `--require ${trap}` };
  // Nobody can sign on this PC as it is: exit code 1.
  const examined = run(executable, ['--doctor'], { env: environment });
  await expect(examined).rejects.toMatchObject({ code: 1 });
  const { stdout } = await examined.catch((error: { stdout: string }) => error);
  expect(stdout).toContain('0.1.0');
  expect(stdout).not.toContain('trapped');
});

it('starts with the desktop from now on, with its settings and without a PIN', async () => {
  const env = { ...settings(), XDG_CONFIG_HOME: path.join(folder, 'config') };
  const { stdout } = await run(executable, ['--install-autostart'], { env });
  const file = path.join(folder, 'config/autostart/tram-so-hoa-bridge.desktop');
  expect(stdout).toContain(file);
  const entry = await readFile(file, 'utf8');
  expect(entry).toContain(`BRIDGE_ORIGINS=${officeOrigin}`);
  expect(entry).toContain(`${executable}\n`);
  expect(entry).not.toContain('BRIDGE_TEST_PIN');
});
