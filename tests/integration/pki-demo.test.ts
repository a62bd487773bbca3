import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDemoFiles, type DemoSignerFile } from '#bridge/signing/pkcs12/demo-files.ts';
import { DataFolder } from '#bridge/storage/data-folder.ts';
import { mediaTypes } from '#lib/protocol/pki.ts';
import { createValidationServices } from '#lib/server/pki/validation-services.ts';
import { readTrustAnchors } from '#lib/server/trust-anchors/read-trust-anchors.ts';
import { runTool } from '#support/outside-tools.ts';

const programs = resolve(import.meta.dirname, '../../src/demo-pki');
const signerName = 'Trần Minh Hà';
const agencyName = 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH';
const pin = '123456';

let path: string;
let folder: DataFolder;
let program: ChildProcess;
let url: string;
/** What the program answered before the bridge had made the authority. */
let firstStatus: number;
let signers: DemoSignerFile[];

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'demo-pki-'));
  folder = await DataFolder.open(path);
  const started = start('main.ts', { DEMO_PKI_PORT: '0' });
  program = started.child;
  const toldAddress = () => expect(started.said()).toMatch(/http:\/\/127\.0\.0\.1:\d+/u);
  await vi.waitFor(toldAddress, { timeout: 20_000 });
  [url = ''] = /http:\/\/127\.0\.0\.1:\d+/u.exec(started.said()) ?? [];
  firstStatus = (await fetch(`${url}/ca.crl`)).status;
  const holders = { signerNames: [signerName], agencyNames: [agencyName], servicesUrl: url, pin };
  ({ signers } = await openDemoFiles(folder, holders, new Date()));
  await writeFile(join(path, 'signer.pem'), pemOf(signerName));
});
afterAll(async () => {
  program.kill('SIGTERM');
  await once(program, 'exit');
  await rm(path, { recursive: true, force: true });
});

function start(name: string, environment: Record<string, string>, ...options: string[]) {
  const child = spawn(process.execPath, [join(programs, name), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, BRIDGE_DATA_DIR: path, ...environment },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

const leafOf = (name: string): X509Certificate => {
  const signer = signers.find((one) => one.signerName === name);
  if (!signer) throw new Error(`no demo certificate of ${name}`);
  return new X509Certificate(signer.chain[0]);
};
const pemOf = (name: string): string => leafOf(name).toString();
const file = (name: string): string => join(path, name);
const anchor = (): string => file('anchors/demo-ca.pem');

async function revoke(...options: string[]): Promise<void> {
  const { child } = start('revoke.ts', {}, signerName, ...options);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}

async function save(name: string, response: Response): Promise<string> {
  await writeFile(file(name), new Uint8Array(await response.arrayBuffer()));
  return file(name);
}

test('waits for the bridge to make the demo authority', async () => {
  expect(firstStatus).toBe(503);
  expect((await fetch(`${url}/ca.crl`)).status).toBe(200);
});

test('certificates of people and agencies say where their services answer', () => {
  for (const name of [signerName, agencyName]) {
    expect(leafOf(name).infoAccess).toContain(`${url}/ocsp`);
    const text = runTool('openssl', 'x509', '-in', file('signer.pem'), '-noout', '-text');
    expect(text).toContain(`${url}/ca.crl`);
  }
});

describe('timestamps', () => {
  test('are accepted by openssl', async () => {
    await writeFile(file('data'), 'Giấy phép');
    const query = ['ts', '-query', '-data', file('data'), '-sha256', '-cert'];
    runTool('openssl', ...query, '-out', file('query.tsq'));
    const response = await fetch(`${url}/tsa`, {
      method: 'POST',
      headers: { 'content-type': mediaTypes.timestampQuery },
      body: await readFile(file('query.tsq')),
    });
    expect(response.headers.get('content-type')).toBe(mediaTypes.timestampReply);
    const reply = await save('reply.tsr', response);
    const common = ['ts', '-verify', '-in', reply, '-CAfile', anchor()];
    expect(runTool('openssl', ...common, '-queryfile', file('query.tsq'))).toContain('OK');
    await writeFile(file('other'), 'Giấy khác');
    expect(spawnSync('openssl', [...common, '-data', file('other')]).status).not.toBe(0);
  });

  test('are refused for what is no request', async () => {
    const ask = (type: string, body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${url}/tsa`, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await ask('text/plain', 'x')).status).toBe(415);
    expect((await ask(mediaTypes.timestampQuery, new Uint8Array(100_000))).status).toBe(413);
    const reply = await save('rejected.tsr', await ask(mediaTypes.timestampQuery, 'x'));
    expect(runTool('openssl', 'ts', '-reply', '-in', reply, '-text')).toMatch(/Status: Rejected/iu);
  });
});

describe('revocation', () => {
  const ocsp = (): string =>
    runTool(
      'openssl',
      ...['ocsp', '-issuer', anchor(), '-cert', file('signer.pem')],
      ...['-url', `${url}/ocsp`, '-CAfile', anchor()],
    );
  const verify = async () => {
    const crl = await save('ca.crl', await fetch(`${url}/ca.crl`));
    expect(
      spawnSync('openssl', ['crl', '-in', crl, '-CAfile', anchor(), '-noout']).stderr.toString(),
    ).toContain('verify OK');
    const options = ['verify', '-crl_check', '-CAfile', anchor(), '-CRLfile', crl];
    return spawnSync('openssl', [...options, file('signer.pem')], { encoding: 'utf8' });
  };

  test('is told by OCSP and by the CRL, until it is taken back', async () => {
    expect(ocsp()).toContain('good');
    expect((await verify()).status).toBe(0);
    await revoke();
    expect(ocsp()).toMatch(/revoked[\s\S]*keyCompromise/u);
    expect((await verify()).stderr).toContain('certificate revoked');
    await revoke('--restore');
    expect(ocsp()).toContain('good');
  });

  test('is told by OCSP over GET too', async () => {
    const request = ['ocsp', '-issuer', anchor(), '-cert', file('signer.pem'), '-no_nonce'];
    runTool('openssl', ...request, '-reqout', file('request.der'));
    const encoded = encodeURIComponent((await readFile(file('request.der'))).toString('base64'));
    const response = await save('response.der', await fetch(`${url}/ocsp/${encoded}`));
    const said = runTool('openssl', ...request, '-respin', response, '-CAfile', anchor());
    expect(said).toContain('good');
  });

  test('is not told at all while revoked.json is broken; timestamps go on', async () => {
    await writeFile(file('demo/revoked.json'), '[{"serial": 1}]');
    expect((await fetch(`${url}/ca.crl`)).status).toBe(500);
    expect((await fetch(`${url}/ca.cer`)).status).toBe(200);
    await rm(file('demo/revoked.json'));
    expect((await fetch(`${url}/ca.crl`)).status).toBe(200);
  });
});

test('the server reaches all of it through its gate, and only what is allowed', async () => {
  const settings = { tsaUrl: `${url}/tsa`, tsaTimeoutMs: 5000, privateNetworks: [] };
  const anchors = async () => (await readTrustAnchors([file('anchors')])).anchors;
  const allowed = createValidationServices({ ...settings, allowedUrls: [`${url}/`] }, { anchors });
  const query = await readFile(file('query.tsq'));
  await writeFile(file('gate.tsr'), (await allowed.timestamp?.(query)) ?? '');
  const options = ['-queryfile', file('query.tsq'), '-CAfile', anchor()];
  const said = runTool('openssl', 'ts', '-verify', '-in', file('gate.tsr'), ...options);
  expect(said).toContain('OK');
  const [issuer] = [await allowed.issuerCertificates(`${url}/ca.cer`)];
  expect(new X509Certificate(issuer).ca).toBe(true);
  expect((await allowed.crl(`${url}/ca.crl`)).length).toBeGreaterThan(100);

  const closed = createValidationServices({ ...settings, allowedUrls: [] }, { anchors });
  await expect(closed.crl(`${url}/ca.crl`)).rejects.toMatchObject({
    code: 'REVOCATION_UNREACHABLE',
    details: { reason: 'address-not-allowed' },
  });
});

describe('the demo files of the bridge', () => {
  const holders = { signerNames: [signerName], pin };

  async function emptyFolder(): Promise<DataFolder> {
    return DataFolder.open(await mkdtemp(join(path, 'files-')));
  }
  const trustedIn = async (where: DataFolder) =>
    (await readTrustAnchors([where.resolve('anchors')])).anchors.map(({ sha256 }) => sha256);

  test('made before there were services get them once, under the same authority', async () => {
    const where = await emptyFolder();
    const before = await openDemoFiles(where, holders, new Date());
    const trusted = await trustedIn(where);
    const served = { ...holders, servicesUrl: url };
    const after = await openDemoFiles(where, served, new Date());
    expect(after.isNew).toBe(true);
    expect(after.signers[0]?.chain[0]).not.toEqual(before.signers[0]?.chain[0]);
    expect(after.signers[0]?.chain[1]).toEqual(before.signers[0]?.chain[1]);
    expect(await trustedIn(where)).toEqual(trusted);

    const again = await openDemoFiles(where, served, new Date());
    expect(again).toEqual({ signers: after.signers, isNew: false });
  });

  test('of an authority that was thrown away: what it signed stays trusted', async () => {
    const where = await emptyFolder();
    await openDemoFiles(where, holders, new Date());
    const former = await trustedIn(where);
    await rm(where.resolve('demo'), { recursive: true });
    await openDemoFiles(where, holders, new Date());
    const trusted = await trustedIn(where);
    expect(trusted).toHaveLength(2);
    expect(trusted).toEqual(expect.arrayContaining(former));
    expect(await readdir(where.resolve('anchors'))).toHaveLength(4);
  });

  test('tell where the demo authority comes from', async () => {
    const { anchors, refused } = await readTrustAnchors([file('anchors')]);
    expect(refused).toEqual([]);
    expect(anchors.map(({ provenance }) => provenance?.source)).toEqual([
      expect.stringContaining('DEMO'),
    ]);
  });
});

test('a port that is taken is named, with the remedy', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const { child, said } = start('main.ts', { DEMO_PKI_PORT: String(port) });
  const [code] = await once(child, 'exit');
  squatter.close();
  expect(code).toBe(1);
  expect(said()).toContain(`Cổng ${port} đang được chương trình khác dùng`);
  expect(said()).toContain('DEMO_PKI_PORT');
});
