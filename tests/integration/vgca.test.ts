import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import {
  allEvents,
  failureOf,
  genuineIds,
  prepareBatch,
  startTestBridge,
  type TestBridge,
} from '#support/bridge.ts';
import { createSigner, type TestSigner } from '#support/signed-pdf.ts';
import { startVgcaSimulator, type VgcaFault, type VgcaSimulator } from '#support/vgca-simulator.ts';

/** Long enough for a busy machine, short enough to wait for. */
const vgcaTimes = { connectMs: 2000, probeMs: 2000, signMs: 1500, documentMs: 1500 };

let signer: TestSigner;
let stranger: TestSigner;
let vgca: VgcaSimulator;
let test: TestBridge;
let page: BridgeClient;
beforeAll(async () => {
  signer = await createSigner('Nguyễn Thị Lan', 'rsa');
  stranger = await createSigner('Người khác', 'rsa');
});
beforeEach(async () => {
  vgca = await startVgcaSimulator(signer, stranger);
  test = await bridgeFor(vgca.url);
  page = await test.pairedPage();
});
afterEach(async () => {
  await test.close();
  await vgca.close();
});

function bridgeFor(url: string): Promise<TestBridge> {
  return startTestBridge({
    environment: { BRIDGE_VGCA: url, BRIDGE_DEMO: 'off' },
    vgcaTimes,
  });
}

const signing = () => vgca.asked.filter(({ operation }) => operation === 'SignMsg');

async function sign(certificate: CertificateInfo, count = 3) {
  const request = await prepareBatch(certificate, test.server, { count });
  const events = await allEvents(page.signBatch(request));
  return {
    request,
    events,
    last: events.at(-1),
    genuine: genuineIds(events, request, certificate),
  };
}

describe('the certificate of VGCA Sign Service', () => {
  it('is learnt from a signature where the service does not tell it, and then remembered', async () => {
    expect(await page.certificates()).toEqual([]);
    const certificate = await page.vgcaCertificate();
    expect(certificate).toMatchObject({
      provider: 'vgca',
      subject: expect.stringContaining('Nguyễn Thị Lan'),
      keyType: 'rsa',
      tokenLabel: 'VGCA Sign Service',
    });
    expect(signing()).toHaveLength(1);
    expect(await page.certificates()).toEqual([certificate]);
    expect(signing()).toHaveLength(1);
  });

  it('is taken as the service tells it, without a signature', async () => {
    vgca.tellsCertificate = true;
    expect((await page.vgcaCertificate()).subject).toContain('Nguyễn Thị Lan');
    expect(signing()).toHaveLength(0);
  });

  it('is never asked for only because a page opens: that could open a window', async () => {
    await page.certificates();
    await page.providers();
    expect(new Set(vgca.asked.map(({ operation }) => operation))).toEqual(new Set(['GetVersion']));
  });

  it('is not believed without its signature', async () => {
    vgca.fault = { kind: 'wrong-signature', from: 1 };
    expect((await failureOf(page.vgcaCertificate())).code).toBe('SIGNATURE_NOT_VERIFIED');
    expect(await page.certificates()).toEqual([]);
  });

  it('is told with the driver: running, and whether it signs hashes', async () => {
    const module = async () =>
      (await page.providers()).providers.find(({ id }) => id === 'vgca')?.modules[0];
    expect(await module()).toMatchObject({ problem: null, path: vgca.url, signsHashes: null });
    await page.vgcaCertificate();
    expect(await module()).toMatchObject({ signsHashes: true });
  });
});

describe('a batch through VGCA Sign Service', () => {
  it('asks for consent to the list without a PIN and signs one after the other', async () => {
    const certificate = await page.vgcaCertificate();
    const { request, last, genuine } = await sign(certificate, 5);
    expect(genuine).toEqual(request.items.map(({ id }) => id));
    expect(last).toMatchObject({ event: 'done', signed: 5, total: 5 });
    const [consent] = test.dialog.consents;
    expect(consent).toMatchObject({ hasPinPad: true, pinAskedBy: 'VGCA Sign Service' });
    expect(consent?.documents).toHaveLength(5);
    const frames = signing()
      .slice(1)
      .map(({ text }): unknown => JSON.parse(text));
    expect(frames).toHaveLength(5);
    expect(frames[0]).toEqual({
      HashAlg: 'SHA256',
      HashValue: expect.stringMatching(/^[\w+/]{43}=$/u),
      Encode: 'RSA',
    });
  });

  it.each<[VgcaFault, object]>([
    ['cancelled', { code: 'VGCA_FAILED', details: { status: 1, told: 'Người dùng hủy ký' } }],
    ['no-token', { code: 'VGCA_FAILED', details: { status: 2, told: 'Không tìm thấy token' } }],
    ['wrong-certificate', { code: 'CERTIFICATE_MISMATCH' }],
    ['wrong-signature', { code: 'SIGNATURE_NOT_VERIFIED' }],
    ['closes', { code: 'VGCA_FAILED', details: { reason: 'closed' } }],
    ['hangs', { code: 'VGCA_FAILED', details: { reason: 'no-answer' } }],
    ['not-json', { code: 'VGCA_FAILED', details: { reason: 'old-version' } }],
  ])('keeps what was signed and asks no further when it %s', async (kind, error) => {
    const certificate = await page.vgcaCertificate();
    vgca.fault = { kind, from: 3 };
    const before = signing().length;
    const { last, genuine } = await sign(certificate, 4);
    expect(genuine).toEqual(['doc-1', 'doc-2']);
    expect(last).toMatchObject({ event: 'stopped', signed: 2, total: 4, error });
    expect(signing()).toHaveLength(before + 3);
  });

  it('is refused before anybody is asked when the service has ended meanwhile', async () => {
    const certificate = await page.vgcaCertificate();
    const request = await prepareBatch(certificate, test.server);
    await vgca.close();
    expect((await failureOf(allEvents(page.signBatch(request)))).code).toBe('VGCA_NOT_RUNNING');
    expect(test.dialog.consents).toHaveLength(0);
  });

  it('does not take a version for capable that signs documents only', async () => {
    vgca.knows = 'documents';
    vgca.tellsCertificate = true;
    const certificate = await page.vgcaCertificate();
    const { last } = await sign(certificate, 2);
    expect(last).toMatchObject({ event: 'stopped', error: { code: 'VGCA_FAILED' } });
    const { providers } = await page.providers();
    expect(providers.find(({ id }) => id === 'vgca')?.modules[0]).toMatchObject({
      signsHashes: false,
    });
  });

  it('leaves its trace in the log on this PC', async () => {
    const certificate = await page.vgcaCertificate();
    await sign(certificate, 1);
    const log = await readFile(path.join(test.dataFolder, 'audit.jsonl'), 'utf8');
    expect(log).toContain('"event":"signed"');
    expect(log).toContain('Quyết định cấp giấy phép số 1');
  });
});

describe('a PC without VGCA Sign Service', () => {
  it('hears nothing of it unless it was told to expect it', async () => {
    const expected = await test.pairedPage();
    await vgca.close();
    const { providers } = await expected.providers();
    expect(providers.find(({ id }) => id === 'vgca')?.modules[0]?.problem).toBe('VGCA_NOT_RUNNING');
    expect((await failureOf(expected.vgcaCertificate())).code).toBe('VGCA_NOT_RUNNING');
    const off = await startTestBridge({ environment: { BRIDGE_VGCA: 'off' } });
    const other = await off.pairedPage();
    const ids = (await other.providers()).providers.map(({ id }) => id);
    expect(ids).toEqual(['pkcs11', 'pkcs12']);
    expect((await failureOf(other.vgcaCertificate())).code).toBe('VGCA_NOT_RUNNING');
    await off.close();
  });

  it('never asks a service on another machine', async () => {
    for (const url of ['wss://192.168.1.5:8987', 'ws://127.0.0.1:8987', 'wss://vgca.example:1/']) {
      await expect(bridgeFor(url)).rejects.toThrow('BRIDGE_VGCA');
    }
  });
});

it('speaks WebSocket as others do: the simulator is understood by an independent client', async () => {
  const plain = await startVgcaSimulator(signer, stranger, { isPlain: true });
  const socket = new WebSocket(`${plain.url}/GetVersion`);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  socket.addEventListener('open', () => socket.send('GetVersion'));
  socket.addEventListener('message', ({ data }) => resolve(data));
  expect(await promise).toContain('VGCA Sign Service');
  socket.close();
  await plain.close();
});
