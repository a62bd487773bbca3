import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { TokenEvent } from '#lib/protocol/bridge.ts';
import {
  allEvents,
  failureOf,
  officeOrigin,
  pageOf,
  prepareBatch,
  startTestBridge,
  type TestBridge,
} from '#support/bridge.ts';
import { insertVirtualCard, type VirtualCard } from '#support/virtual-card.ts';

const otherOrigin = 'https://xa.example.vn';
let token: VirtualCard;
let test: TestBridge;
let page: BridgeClient;
let stopping: AbortController;
let seen: TokenEvent[];

beforeAll(async () => {
  token = await insertVirtualCard({ '9A': { commonName: 'Trần Minh Hà', keyType: 'rsa' } });
});
afterAll(() => token.close());

beforeEach(async () => {
  token.card.unblock();
  await token.insert();
  stopping = new AbortController();
  seen = [];
  test = await startTestBridge({
    modulePaths: [token.modulePath, '/nowhere/khong-co.so'],
    environment: { BRIDGE_ORIGINS: `${officeOrigin},${otherOrigin}` },
  });
  test.dialog.answer = { pin: token.pin };
  page = await test.pairedPage();
});
afterEach(async () => {
  stopping.abort();
  await test.close();
});

/** Listens as a page does; resolves when the stream ends. */
async function listen(client: BridgeClient, events: TokenEvent[] = seen): Promise<void> {
  for await (const event of client.tokenEvents({ signal: stopping.signal })) events.push(event);
}

function told(name: TokenEvent['event']): TokenEvent[] {
  return seen.filter(({ event }) => event === name);
}

const patience = { timeout: 20_000 };

describe('a page that listens', () => {
  it('learns that the token was pulled out, put back, and locked', async () => {
    const listening = listen(page);
    await expect.poll(() => page.certificates(), patience).not.toEqual([]);
    await expect.poll(() => JSON.stringify(seen), patience).toContain('"pinState":"ok"');

    token.remove();
    await expect
      .poll(() => told('removed'), patience)
      .toMatchObject([{ token: { pinState: 'ok' } }]);
    await token.insert();
    await expect.poll(() => told('inserted').length, patience).toBeGreaterThan(0);

    const [certificate] = await page.certificates();
    if (!certificate) throw new Error('The token is back');
    test.dialog.answer = { pin: '111111' };
    for (let tries = 0; tries < 3; tries++) {
      await allEvents(page.signBatch(await prepareBatch(certificate, test.server)));
    }
    await expect
      .poll(() => told('pin-state').at(-1), patience)
      .toMatchObject({ token: { module: 'opensc-pkcs11.so', pinState: 'locked' } });
    stopping.abort();
    await listening;
  });

  it('is told so when too many pages of its browser listen, and still can sign', async () => {
    const pages = [listen(page), listen(page, []), listen(page, []), listen(page, [])];
    await pages[0];
    expect(seen.at(-1)).toEqual({ event: 'superseded' });
    await expect.poll(() => page.certificates(), patience).not.toEqual([]);
    stopping.abort();
    await Promise.all(pages);
  });

  it('hears no more once it is not paired', async () => {
    const ended = failureOf(listen(page));
    await expect.poll(() => seen.length, patience).toBeGreaterThan(0);
    await page.unpair();
    expect((await ended).code).toBe('BRIDGE_NOT_RUNNING');
    expect((await failureOf(listen(page))).code).toBe('BRIDGE_NOT_PAIRED');
  });
});

it('names each driver with its state and its tokens', async () => {
  await expect
    .poll(async () => (await page.providers()).providers[0]?.modules[0]?.tokens, patience)
    .toMatchObject([{ label: 'Trần Minh Hà', pinState: 'ok', hasPinPad: false }]);
  expect(await page.providers()).toMatchObject({
    dialog: 'scripted',
    providers: [
      {
        id: 'pkcs11',
        modules: [
          { name: 'opensc-pkcs11.so', path: token.modulePath, problem: null },
          { name: 'khong-co.so', problem: 'MODULE_FAILED', tokens: [] },
        ],
      },
      { id: 'pkcs12', modules: [] },
      { id: 'vgca', modules: [] },
    ],
  });
});

describe('the log on this PC', () => {
  it('gives a page the receipts of its own deeds, and nobody else’s', async () => {
    const demo = (await page.certificates()).find(({ provider }) => provider === 'pkcs12');
    if (!demo) throw new Error('No demo certificate');
    test.dialog.answer = { pin: '123456' };
    const request = await prepareBatch(demo, test.server, { count: 3 });
    const events = await allEvents(page.signBatch(request));

    const { entries, hasMore } = await page.auditEntries();
    expect(hasMore).toBe(false);
    expect(entries.map(({ event }) => event)).toEqual([
      'paired',
      'batch-accepted',
      'signed',
      'signed',
      'signed',
      'batch-ended',
    ]);
    const receipts = events.flatMap((event) => ('auditHash' in event ? [event.auditHash] : []));
    expect(receipts).toEqual(entries.slice(2).map(({ hash }) => hash));
    expect(entries.slice(1).map(({ previous }) => previous)).toEqual(
      entries.slice(0, -1).map(({ hash }) => hash),
    );
    expect(entries[2]).toMatchObject({ documentId: 'doc-1', batchId: request.batchId });

    const other = pageOf(test.baseUrl, otherOrigin);
    await other.pair('Lê Thu An', test.server.serverKey, () => undefined);
    const foreign = await other.auditEntries();
    expect(foreign.entries.map(({ event }) => event)).toEqual(['paired']);
    expect(JSON.stringify(foreign)).not.toContain('doc-1');
  });

  it('is read from an instant on', async () => {
    expect((await page.auditEntries(new Date(Date.now() + 60_000))).entries).toEqual([]);
    expect((await page.auditEntries(new Date(Date.now() - 60_000))).entries).toHaveLength(1);
  });
});
