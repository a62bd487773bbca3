import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { insertVirtualCard, type VirtualCard } from '#support/virtual-card.ts';

/** A token with a PIN counter that locks, which can be pulled out, behind a real PC/SC daemon. */
let token: VirtualCard;
let test: TestBridge;
let page: BridgeClient;

beforeAll(async () => {
  token = await insertVirtualCard({
    '9A': { commonName: 'Trần Minh Hà', keyType: 'rsa' },
    '9C': { commonName: 'Lê Thu An', keyType: 'rsa' },
    '9D': { commonName: 'Phạm Đức Bình', keyType: 'ec' },
  });
});
afterAll(() => token.close());

beforeEach(async () => {
  token.card.unblock();
  token.card.signatureDelayMs = 0;
  token.card.removeAfterSignatures = null;
  await token.insert();
  test = await startTestBridge({
    modulePaths: [token.modulePath],
    moduleTimeouts: { ...defaultTimeouts, signMs: 6_000 },
    environment: { BRIDGE_DEMO: 'off' },
  });
  test.dialog.answer = { pin: token.pin };
  page = await test.pairedPage();
});
afterEach(() => test.close());

/** As soon as the reader has noticed the card. */
async function certificateOf(subject: string): Promise<CertificateInfo> {
  let found: CertificateInfo | undefined;
  await expect
    .poll(
      async () => {
        found = (await page.certificates()).find((each) => each.subject === subject);
        return found !== undefined;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  if (!found) throw new Error(`No certificate of ${subject}`);
  return found;
}

async function sign(certificate: CertificateInfo, count = 1): Promise<SignEvent[]> {
  return await allEvents(page.signBatch(await prepareBatch(certificate, test.server, { count })));
}

describe('one PIN signs forty documents', () => {
  it.each(['Trần Minh Hà', 'Phạm Đức Bình'])(
    'of %s and reaches the token once',
    async (subject) => {
      const certificate = await certificateOf(subject);
      const before = token.card.pinChecks;
      const request = await prepareBatch(certificate, test.server, { count: 40 });
      const events = await allEvents(page.signBatch(request));
      expect(genuineIds(events, request, certificate)).toHaveLength(40);
      expect(events.at(-1)).toMatchObject({ event: 'done', signed: 40, total: 40 });
      expect(token.card.pinChecks - before).toBe(1);
      expect(test.dialog.consents).toHaveLength(1);
    },
  );

  it('even where the key asks for it before every signature', async () => {
    const certificate = await certificateOf('Lê Thu An');
    const before = token.card.pinChecks;
    const request = await prepareBatch(certificate, test.server, { count: 40 });
    const events = await allEvents(page.signBatch(request));
    expect(genuineIds(events, request, certificate)).toHaveLength(40);
    expect(token.card.pinChecks - before).toBeGreaterThanOrEqual(40);
    expect(test.dialog.consents).toHaveLength(1);
  });
});

describe('the PIN', () => {
  it('wrong twice leaves one try, which is not spent unless the person says so, then locks', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    test.dialog.answer = { pin: '111111' };
    expect((await sign(certificate)).at(-1)).toMatchObject({ error: { code: 'PIN_INCORRECT' } });
    expect(token.card.triesLeft).toBe(2);
    expect((await sign(certificate)).at(-1)).toMatchObject({
      error: { code: 'PIN_INCORRECT', details: { pinState: 'final' } },
    });
    expect((await certificateOf('Trần Minh Hà')).pinState).toBe('final');

    test.dialog.finalTry = 'stop';
    const asked = test.dialog.consents.length;
    expect((await sign(certificate)).at(-1)).toMatchObject({ error: { code: 'PIN_FINAL_TRY' } });
    expect(test.dialog.consents).toHaveLength(asked);
    expect(token.card.triesLeft).toBe(1);

    test.dialog.finalTry = 'risk';
    expect((await sign(certificate)).at(-1)).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    expect(token.card.triesLeft).toBe(0);
    expect((await certificateOf('Trần Minh Hà')).pinState).toBe('locked');
    const checks = token.card.pinChecks;
    expect((await failureOf(sign(certificate))).code).toBe('PIN_LOCKED');
    expect(token.card.pinChecks).toBe(checks);
  });

  it('right after a wrong one restores the tries, and the state is read anew', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    test.dialog.answer = { pin: '111111' };
    await sign(certificate);
    await sign(certificate);
    test.dialog.answer = { pin: token.pin };
    expect((await sign(certificate)).at(-1)).toMatchObject({ event: 'done' });
    expect(token.card.triesLeft).toBe(3);
    expect((await certificateOf('Trần Minh Hà')).pinState).toBe('ok');
  });

  it('of a locked token works again once its issuer has unlocked it', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    test.dialog.answer = { pin: '111111' };
    for (let tries = 0; tries < 3; tries++) await sign(certificate);
    expect((await failureOf(sign(certificate))).code).toBe('PIN_LOCKED');
    token.remove();
    token.card.unblock();
    await expect.poll(() => page.certificates(), { timeout: 20_000 }).toEqual([]);
    await token.insert();
    test.dialog.answer = { pin: token.pin };
    expect((await sign(await certificateOf('Trần Minh Hà'))).at(-1)).toMatchObject({
      event: 'done',
    });
  });
});

describe('the token pulled out', () => {
  it.each(['Trần Minh Hà', 'Lê Thu An'])(
    'in the middle keeps what was signed, and the rest follows after it was put back: %s',
    async (subject) => {
      const certificate = await certificateOf(subject);
      token.card.removeAfterSignatures = token.card.signatureCount + 26;
      const request = await prepareBatch(certificate, test.server, { count: 40 });
      const events = await allEvents(page.signBatch(request));
      expect(genuineIds(events, request, certificate)).toHaveLength(26);
      expect(events.slice(-2)).toMatchObject([
        { event: 'failed', id: 'doc-27', error: { code: 'TOKEN_REMOVED' } },
        { event: 'stopped', error: { code: 'TOKEN_REMOVED' }, signed: 26, total: 40 },
      ]);
      expect(await page.certificates()).toEqual([]);

      token.card.removeAfterSignatures = null;
      await token.insert();
      const again = await certificateOf(subject);
      const missing = await prepareBatch(again, test.server, { count: 14 });
      const rest = await allEvents(page.signBatch(missing));
      expect(genuineIds(rest, missing, again)).toHaveLength(14);
      expect(test.dialog.consents).toHaveLength(2);
    },
  );

  it('before the batch is said before anybody is asked', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    token.remove();
    await expect.poll(() => page.certificates(), { timeout: 20_000 }).toEqual([]);
    expect((await failureOf(sign(certificate))).code).toBe('NO_TOKEN');
    expect(test.dialog.consents).toEqual([]);
  });
});

describe('the driver', () => {
  it('that crashes costs one document and the login, not the bridge', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    const request = await prepareBatch(certificate, test.server, { count: 10 });
    const events: SignEvent[] = [];
    for await (const event of page.signBatch(request)) {
      events.push(event);
      if (event.event === 'signed' && event.id === 'doc-3') killModule(test, 'SIGKILL');
    }
    expect(events.filter(({ event }) => event === 'failed')).toMatchObject([
      { error: { code: 'MODULE_FAILED', details: { reason: 'crashed' } } },
    ]);
    const signed = genuineIds(events, request, certificate).length;
    expect(events.at(-1)).toMatchObject({ event: 'stopped', signed, total: 10 });
    expect((await sign(certificate, 10 - signed)).at(-1)).toMatchObject({ event: 'done' });
  });

  it('that does not come back in time is ended, and starts anew', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    token.card.signatureDelayMs = 15_000;
    expect((await sign(certificate, 3)).slice(1)).toMatchObject([
      { event: 'login' },
      { event: 'failed', id: 'doc-1', error: { code: 'MODULE_FAILED' } },
      { event: 'stopped', error: { details: { reason: 'timeout' } }, signed: 0, total: 3 },
    ]);
    token.card.signatureDelayMs = 0;
    // The card still thinks about the signature that nobody waits for any more.
    token.remove();
    await token.insert();
    const again = await certificateOf('Trần Minh Hà');
    expect((await sign(again)).at(-1)).toMatchObject({ event: 'done' });
  });

  it('of a slow token is waited for', async () => {
    const certificate = await certificateOf('Trần Minh Hà');
    token.card.signatureDelayMs = 2_000;
    const startedAt = performance.now();
    expect((await sign(certificate, 2)).at(-1)).toMatchObject({ event: 'done', signed: 2 });
    expect(performance.now() - startedAt).toBeGreaterThan(4_000);
  });
});

it('keeps the token to one batch, whoever asks', async () => {
  const certificate = await certificateOf('Trần Minh Hà');
  token.card.signatureDelayMs = 200;
  const first = await prepareBatch(certificate, test.server, { count: 5 });
  const second = await prepareBatch(certificate, test.server);
  const other = await test.pairedPage();
  for await (const event of page.signBatch(first)) {
    if (event.event !== 'signed' || event.id !== 'doc-1') continue;
    expect((await failureOf(allEvents(other.signBatch(second)))).code).toBe('BRIDGE_BUSY');
  }
  expect((await allEvents(other.signBatch(second))).at(-1)).toMatchObject({ event: 'done' });
});
