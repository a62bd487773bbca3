import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failureOf,
  MemoryIdentityStore,
  officeOrigin,
  pageOf,
  startTestBridge,
  testServer,
  type TestBridge,
} from '#support/bridge.ts';

let test: TestBridge;
beforeEach(async () => {
  test = await startTestBridge();
});
afterEach(() => test.close());

describe('pairing', () => {
  it('shows the same six digits on both sides', async () => {
    const codes: string[] = [];
    const page = test.page();
    expect(await page.probe()).toMatchObject({ state: 'not-paired' });
    await page.pair('Trần Minh Hà', test.server.serverKey, (code) => codes.push(code));
    expect(codes).toEqual([expect.stringMatching(/^\d{6}$/u)]);
    expect(test.dialog.pairings).toEqual([
      { origin: officeOrigin, userName: 'Trần Minh Hà', code: codes[0] },
    ]);
    expect(await page.probe()).toMatchObject({ state: 'ready', userName: 'Trần Minh Hà' });
  });

  it('that was refused changes nothing', async () => {
    test.dialog.answer = 'cancel';
    const page = test.page();
    const refused = await failureOf(page.pair('X', test.server.serverKey, () => undefined));
    expect(refused.code).toBe('BRIDGE_PAIRING_REFUSED');
    expect(await page.probe()).toMatchObject({ state: 'not-paired' });
    expect((await failureOf(page.certificates())).code).toBe('BRIDGE_NOT_PAIRED');
  });

  it('takes P-256 keys only', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const wrongKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const refused = await failureOf(test.page().pair('X', wrongKey, () => undefined));
    expect(refused.code).toBe('BRIDGE_BAD_REQUEST');
    expect(test.dialog.pairings).toEqual([]);
  });

  it('is forgotten on both sides', async () => {
    const page = await test.pairedPage();
    await page.unpair();
    expect(await page.probe()).toMatchObject({ state: 'not-paired' });
  });

  it('made with another server key is stale', async () => {
    const page = await test.pairedPage();
    const { serverKey } = testServer();
    expect(await page.probe({ serverKey })).toMatchObject({ state: 'not-paired' });
    expect(await page.probe({ serverKey: test.server.serverKey })).toMatchObject({
      state: 'ready',
    });
  });
});

describe('the page tells apart', () => {
  it('an origin that the bridge does not allow', async () => {
    expect(await test.page('https://la.example.vn').probe()).toMatchObject({
      state: 'untrusted',
      problem: { code: 'BRIDGE_BAD_ORIGIN' },
    });
  });

  it('a bridge that does not run', async () => {
    const page = pageOf('http://127.0.0.1:9', officeOrigin);
    expect(await page.probe()).toMatchObject({
      state: 'not-running',
      problem: { code: 'BRIDGE_NOT_RUNNING' },
    });
  });

  it('another bridge than the one it was paired with', async () => {
    const identities = new MemoryIdentityStore();
    const page = pageOf(test.baseUrl, officeOrigin, identities);
    await page.pair('Trần Minh Hà', test.server.serverKey, () => undefined);
    const other = await startTestBridge();
    try {
      const misled = pageOf(other.baseUrl, officeOrigin, identities);
      expect(await misled.probe()).toMatchObject({
        state: 'untrusted',
        problem: { code: 'BRIDGE_UNTRUSTED' },
      });
      expect((await failureOf(misled.certificates())).code).toBe('BRIDGE_UNTRUSTED');
    } finally {
      await other.close();
    }
  });

  describe('another program on the port', () => {
    let squatter: Server;
    afterEach(() => squatter.close());

    it.each([
      ['that answers anything', () => '{"hello":"world"}'],
      ['that repeats an old answer of the bridge', (old: string) => old],
    ])('%s', async (_, answer) => {
      const headers = { origin: officeOrigin };
      const health = await fetch(`${test.baseUrl}/v1/health?c=0123456789abcdef`, { headers });
      const old = await health.text();
      squatter = createServer((_request, response) => response.end(answer(old)));
      await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
      const address = squatter.address();
      if (address === null || typeof address === 'string') throw new Error('No port');
      const page = pageOf(`http://127.0.0.1:${address.port}`, officeOrigin);
      expect(await page.probe()).toMatchObject({
        state: 'untrusted',
        problem: { code: 'BRIDGE_UNTRUSTED' },
      });
    });
  });
});
