import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrokenLine } from '#bridge/audit/audit-log.ts';
import { defaultTimeouts } from '#bridge/signing/pkcs11/module-child.ts';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { CertificateInfo, SignEvent } from '#lib/protocol/bridge.ts';
import {
  allEvents,
  failureOf,
  genuineIds,
  killModule,
  prepareBatch,
  startTestBridge,
  type TestBridge,
} from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';

const day = 86_400_000;
let token: SoftHsm;
let test: TestBridge;
let page: BridgeClient;
let certificates: CertificateInfo[];

beforeAll(async () => {
  token = await createSoftHsm([
    { commonName: 'Trần Minh Hà', keyType: 'rsa' },
    { commonName: 'Lê Thu An', keyType: 'ec' },
    { commonName: 'Phạm Đức Bình', keyType: 'ec', alwaysAuthenticate: true },
    {
      commonName: 'Đỗ Hết Hạn',
      keyType: 'ec',
      notBefore: new Date(Date.now() - 10 * day),
      notAfter: new Date(Date.now() - day),
    },
    { commonName: 'Vũ Chưa Đến', keyType: 'ec', notBefore: new Date(Date.now() + day) },
  ]);
});
afterAll(() => token.close());

beforeEach(async () => {
  test = await startTestBridge({
    modulePaths: [token.modulePath],
    moduleTimeouts: { ...defaultTimeouts, signMs: 1_500 },
  });
  test.dialog.answer = { pin: token.pin };
  page = await test.pairedPage();
  certificates = await page.certificates();
});
afterEach(() => test.close());

function certificateOf(subject: string): CertificateInfo {
  const found = certificates.find((certificate) => certificate.subject === subject);
  if (!found) throw new Error(`No certificate of ${subject}`);
  return found;
}

function lastOf(events: readonly SignEvent[]): SignEvent | undefined {
  return events.at(-1);
}

it('lists what the token and the demo file hold, without a PIN', () => {
  expect(certificateOf('Trần Minh Hà')).toBeDefined();
  expect(certificateOf('Lê Thu An')).toMatchObject({
    provider: 'pkcs11',
    keyType: 'ec',
    tokenLabel: 'Token thử',
    pinState: 'ok',
  });
  expect(certificates.filter(({ provider }) => provider === 'pkcs12')).toMatchObject([
    { subject: 'Trần Minh Hà', isDemo: true, tokenLabel: 'DEMO – Trần Minh Hà' },
  ]);
  expect(test.dialog.consents).toEqual([]);
});

describe('signs', () => {
  it.each(['Trần Minh Hà', 'Lê Thu An', 'Phạm Đức Bình'])(
    'forty documents with one consent and one PIN: %s',
    async (subject) => {
      const certificate = certificateOf(subject);
      const request = await prepareBatch(certificate, test.server, { count: 40 });
      const events = await allEvents(page.signBatch(request));
      expect(events.slice(0, 2)).toEqual([{ event: 'consent' }, { event: 'login' }]);
      expect(genuineIds(events, request, certificate)).toEqual(request.items.map(({ id }) => id));
      expect(lastOf(events)).toMatchObject({ event: 'done', signed: 40, total: 40 });
      expect(test.dialog.consents).toHaveLength(1);
    },
  );

  it('with the demo certificate', async () => {
    const demo = certificates.find(({ provider }) => provider === 'pkcs12');
    if (!demo) throw new Error('No demo certificate');
    test.dialog.answer = { pin: '123456' };
    const request = await prepareBatch(demo, test.server, { count: 3 });
    const events = await allEvents(page.signBatch(request));
    expect(genuineIds(events, request, demo)).toHaveLength(3);
    expect(new X509Certificate(Buffer.from(demo.chain[0] ?? '', 'base64')).ca).toBe(false);
    expect(demo.chain).toHaveLength(2);
  });

  it('and shows origin, person, certificate and titles of the manifest', async () => {
    const request = await prepareBatch(certificateOf('Lê Thu An'), test.server, { count: 2 });
    await allEvents(page.signBatch(request));
    expect(test.dialog.consents).toMatchObject([
      {
        origin: 'https://so.example.vn',
        userName: 'Trần Minh Hà',
        certificate: { subject: 'Lê Thu An', tokenLabel: 'Token thử' },
        documents: [{ title: 'Quyết định cấp giấy phép số 1' }, { numberNotation: '2/QĐ-SVHTTDL' }],
      },
    ]);
  });

  it('again after a crash of the driver, which costs one document and the login', async () => {
    const certificate = certificateOf('Lê Thu An');
    const request = await prepareBatch(certificate, test.server, { count: 30 });
    const events: SignEvent[] = [];
    for await (const event of page.signBatch(request)) {
      events.push(event);
      if (event.event === 'signed' && event.id === 'doc-3') killModule(test, 'SIGKILL');
    }
    const signed = genuineIds(events, request, certificate);
    expect(events.filter(({ event }) => event === 'failed')).toMatchObject([
      { error: { code: 'MODULE_FAILED', details: { reason: 'crashed' } } },
    ]);
    expect(lastOf(events)).toMatchObject({ event: 'stopped', error: { code: 'MODULE_FAILED' } });
    expect(signed.length).toBeGreaterThanOrEqual(3);
    expect(signed.length).toBeLessThan(30);

    const missing = await prepareBatch(certificate, test.server, { count: 30 - signed.length });
    expect(lastOf(await allEvents(page.signBatch(missing)))).toMatchObject({ event: 'done' });
  });

  it('again after the driver hung', async () => {
    const certificate = certificateOf('Lê Thu An');
    const request = await prepareBatch(certificate, test.server, { count: 30 });
    const events: SignEvent[] = [];
    for await (const event of page.signBatch(request)) {
      events.push(event);
      if (event.event === 'signed' && event.id === 'doc-2') killModule(test, 'SIGSTOP');
    }
    expect(lastOf(events)).toMatchObject({
      event: 'stopped',
      error: { code: 'MODULE_FAILED', details: { reason: 'timeout' } },
    });
    const next = await prepareBatch(certificate, test.server);
    expect(lastOf(await allEvents(page.signBatch(next)))).toMatchObject({ event: 'done' });
  });
});

describe('PIN', () => {
  it('wrong: nothing is signed, one try is used, and the token tells', async () => {
    const certificate = certificateOf('Lê Thu An');
    test.dialog.answer = { pin: 'sai-ma-pin' };
    const events = await allEvents(
      page.signBatch(await prepareBatch(certificate, test.server, { count: 2 })),
    );
    expect(events).toMatchObject([
      { event: 'consent' },
      { event: 'stopped', error: { code: 'PIN_INCORRECT' }, signed: 0, total: 2 },
    ]);
    expect(test.dialog.consents).toHaveLength(1);
    certificates = await page.certificates();
    expect(certificateOf('Lê Thu An').pinState).toBe('low');

    test.dialog.answer = { pin: token.pin };
    const again = await allEvents(page.signBatch(await prepareBatch(certificate, test.server)));
    expect(lastOf(again)).toMatchObject({ event: 'done' });
  });

  it.each(['', '1', 'x'.repeat(256)])('of a length that burns no try: %j', async (pin) => {
    test.dialog.answer = { pin };
    const request = await prepareBatch(certificateOf('Lê Thu An'), test.server);
    expect(lastOf(await allEvents(page.signBatch(request)))).toMatchObject({
      event: 'stopped',
      error: { code: 'PIN_LENGTH' },
    });
    certificates = await page.certificates();
    expect(certificateOf('Lê Thu An').pinState).toBe('ok');
  });

  it('wrong for the demo file', async () => {
    const demo = certificates.find(({ provider }) => provider === 'pkcs12');
    if (!demo) throw new Error('No demo certificate');
    test.dialog.answer = { pin: '654321' };
    const events = await allEvents(page.signBatch(await prepareBatch(demo, test.server)));
    expect(lastOf(events)).toMatchObject({ error: { code: 'PIN_INCORRECT' } });
  });

  it('turned away twice is not asked for again at once', async () => {
    const certificate = certificateOf('Lê Thu An');
    test.dialog.answer = 'cancel';
    for (let count = 0; count < 2; count++) {
      await allEvents(page.signBatch(await prepareBatch(certificate, test.server)));
    }
    const request = await prepareBatch(certificate, test.server);
    const refused = await failureOf(allEvents(page.signBatch(request)));
    expect(refused).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { retryAfterSeconds: expect.any(Number) },
    });
    expect(test.dialog.consents).toHaveLength(2);
  });
});

describe('a batch', () => {
  it('is cancelled before the next document and keeps what was signed', async () => {
    const certificate = certificateOf('Phạm Đức Bình');
    const request = await prepareBatch(certificate, test.server, { count: 200 });
    const stopping = new AbortController();
    const events: SignEvent[] = [];
    for await (const event of page.signBatch(request, { signal: stopping.signal })) {
      events.push(event);
      if (event.event === 'signed' && event.id === 'doc-5') stopping.abort();
    }
    expect(lastOf(events)).toMatchObject({
      event: 'stopped',
      error: { code: 'USER_CANCELLED' },
      signed: genuineIds(events, request, certificate).length,
      total: 200,
    });
    expect(events.length).toBeLessThan(200);
  });

  it('cancelled while the dialog is open closes the dialog', async () => {
    test.dialog.answer = 'wait';
    const request = await prepareBatch(certificateOf('Lê Thu An'), test.server);
    const events: SignEvent[] = [];
    for await (const event of page.signBatch(request)) {
      events.push(event);
      if (event.event === 'consent') await page.cancel(request.batchId);
    }
    expect(lastOf(events)).toMatchObject({ event: 'stopped', error: { code: 'USER_CANCELLED' } });
  });

  it('is refused while another one is open, and accepted after it', async () => {
    const certificate = certificateOf('Lê Thu An');
    test.dialog.answer = 'wait';
    const first = await prepareBatch(certificate, test.server);
    const second = await prepareBatch(certificate, test.server);
    for await (const event of page.signBatch(first)) {
      if (event.event !== 'consent') continue;
      const refused = await failureOf(allEvents(page.signBatch(second)));
      expect(refused.code).toBe('BRIDGE_BUSY');
      await page.cancel(first.batchId);
    }
    test.dialog.answer = { pin: token.pin };
    expect(lastOf(await allEvents(page.signBatch(second)))).toMatchObject({ event: 'done' });
  });

  it('left by its page before the PIN frees the bridge', async () => {
    const certificate = certificateOf('Lê Thu An');
    test.dialog.answer = 'wait';
    for await (const event of page.signBatch(await prepareBatch(certificate, test.server))) {
      if (event.event === 'consent') break;
    }
    test.dialog.answer = { pin: token.pin };
    const next = await prepareBatch(certificate, test.server);
    await expect
      .poll(async () => lastOf(await allEvents(page.signBatch(next)).catch(() => []))?.event)
      .toBe('done');
  });

  it('whose connection was lost after the PIN is picked up with all its results', async () => {
    const certificate = certificateOf('Trần Minh Hà');
    const request = await prepareBatch(certificate, test.server, { count: 40 });
    for await (const event of page.signBatch(request)) {
      if (event.event === 'signed' && event.id === 'doc-2') break;
    }
    const events = await allEvents(page.resume(request.batchId));
    expect(genuineIds(events, request, certificate)).toHaveLength(40);
    expect(await allEvents(page.signBatch(request))).toEqual(events);
    expect(test.dialog.consents).toHaveLength(1);
  });

  it('is known to its own page only', async () => {
    const request = await prepareBatch(certificateOf('Lê Thu An'), test.server);
    await allEvents(page.signBatch(request));
    const other = await test.pairedPage();
    const refused = await failureOf(allEvents(other.resume(request.batchId)));
    expect(refused.code).toBe('NOT_FOUND');
    expect((await failureOf(other.cancel(request.batchId))).code).toBe('NOT_FOUND');
  });

  it('leaves an unbroken chain of what happened on this PC, without PIN', async () => {
    await allEvents(
      page.signBatch(await prepareBatch(certificateOf('Lê Thu An'), test.server, { count: 2 })),
    );
    const log = await readFile(path.join(test.dataFolder, 'audit.jsonl'), 'utf8');
    expect(findBrokenLine(log)).toBeNull();
    const events = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events).toEqual([
      'started',
      'paired',
      'batch-accepted',
      'signed',
      'signed',
      'batch-ended',
    ]);
    expect(log).not.toContain(token.pin);
  });
});

describe('before any PIN is asked', () => {
  it.each([
    ['Đỗ Hết Hạn', 'CERTIFICATE_EXPIRED'],
    ['Vũ Chưa Đến', 'CERTIFICATE_NOT_YET_VALID'],
  ])('%s: %s', async (subject, code) => {
    const request = await prepareBatch(certificateOf(subject), test.server);
    expect((await failureOf(allEvents(page.signBatch(request)))).code).toBe(code);
    expect(test.dialog.consents).toEqual([]);
  });
});
