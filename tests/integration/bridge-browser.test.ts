import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareBatch, startTestBridge, type TestBridge } from '#support/bridge.ts';

/** The client as pages load it, in a real browser: preflights, loopback access, the kept page key. */
const root = path.resolve(import.meta.dirname, '../..');
let test: TestBridge;
let server: Server;
let origin: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundleClient();
  server = createServer((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Trạm</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  origin = `http://127.0.0.1:${address.port}`;
  test = await startTestBridge({ environment: { BRIDGE_ORIGINS: origin } });
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
  page = await browser.newPage();
  await page.goto(origin);
});
afterAll(async () => {
  await browser.close();
  await test.close();
  server.close();
});

async function bundleClient(): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'src/lib/client/bridge/bridge-client.ts', formats: ['es'] },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('Nothing was built');
  return first.output[0].code;
}

/** Runs a piece of page code with a client of the test's bridge. */
function inPage<Result>(code: string): Promise<Result> {
  return page.evaluate(
    `(async () => {
      const { BridgeClient } = await import('/client.js');
      const client = new BridgeClient({ baseUrl: ${JSON.stringify(test.baseUrl)} });
      ${code}
    })()`,
  );
}

it('pairs, keeps its key over a reload, and signs', async () => {
  expect(await inPage('return (await client.probe()).state')).toBe('not-paired');
  const code = await inPage<string>(
    `let shown;
     await client.pair('Trần Minh Hà', '${test.server.serverKey}', (code) => { shown = code; });
     return shown;`,
  );
  expect(test.dialog.pairings).toMatchObject([{ origin, code }]);

  await page.reload();
  expect(await inPage('return (await client.probe()).state')).toBe('ready');
  const [certificate] = await inPage<Parameters<typeof prepareBatch>[0][]>(
    'return await client.certificates()',
  );
  if (!certificate) throw new Error('No demo certificate');
  const request = await prepareBatch(certificate, test.server, { count: 40, origin });
  const events = await inPage<{ event: string }[]>(
    `const events = [];
     for await (const event of client.signBatch(${JSON.stringify(request)})) events.push(event);
     return events;`,
  );
  expect(events).toHaveLength(43);
  expect(events.at(-1)).toMatchObject({ event: 'done', signed: 40, total: 40 });
});

it('keeps a page key that cannot be carried away', async () => {
  const exported = await inPage<string>(
    `const { promise, resolve, reject } = Promise.withResolvers();
     const opening = indexedDB.open('bridge');
     opening.onsuccess = () => {
       const reading = opening.result.transaction('identity').objectStore('identity').get('page');
       reading.onsuccess = () => resolve(reading.result.keys.privateKey);
     };
     opening.onerror = reject;
     return crypto.subtle.exportKey('pkcs8', await promise).then(() => 'exported', (error) => error.name);`,
  );
  expect(exported).toBe('InvalidAccessError');
});

it('tells a bridge that does not run from one that does not allow this page', async () => {
  const foreign = await startTestBridge();
  try {
    expect(await probeAt(foreign.baseUrl)).toEqual({
      state: 'untrusted',
      code: 'BRIDGE_BAD_ORIGIN',
    });
  } finally {
    await foreign.close();
  }
  expect(await probeAt(foreign.baseUrl)).toEqual({
    state: 'not-running',
    code: 'BRIDGE_NOT_RUNNING',
  });
});

function probeAt(baseUrl: string): Promise<{ state: string; code: string }> {
  return inPage(
    `const status = await new BridgeClient({ baseUrl: '${baseUrl}' }).probe();
     return { state: status.state, code: status.problem.code };`,
  );
}
