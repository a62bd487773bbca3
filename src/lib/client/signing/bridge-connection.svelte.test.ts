import { describe, expect, test } from 'vitest';
import type { Bridge, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CertificateInfo, TokenEvent } from '#lib/protocol/bridge.ts';
import { BridgeConnection } from './bridge-connection.svelte.ts';
import { daysLeft, inOrderOfUse } from './certificate-choice.ts';

const now = new Date('2026-11-22T03:00:00Z');

function certificate(name: string, change: Partial<CertificateInfo> = {}): CertificateInfo {
  return {
    provider: 'pkcs11',
    certificateSha256: name,
    chain: [],
    subject: name,
    issuer: 'CA',
    serialNumber: '01',
    notBefore: '2025-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    keyType: 'rsa',
    tokenLabel: 'token',
    isDemo: false,
    asksPinEachTime: false,
    pinState: 'ok',
    ...change,
  };
}

class SimulatedBridge implements Bridge {
  status: BridgeStatus = { state: 'ready', userName: 'Hà', pairedAt: '' };
  list: CertificateInfo[] = [certificate('real')];
  refusesPairing = false;
  onCompare = () => 0;

  probe = async () => this.status;
  certificates = async () => this.list;
  unpair = async () => undefined;
  cancel = async () => undefined;
  async pair(_userName: string, _serverKey: string, onCode: (code: string) => void) {
    onCode('042137');
    this.onCompare();
    if (this.refusesPairing) throw new AppError('BRIDGE_PAIRING_REFUSED');
    this.status = { state: 'ready', userName: 'Hà', pairedAt: '' };
  }
  async *signBatch() {
    yield* [];
  }
  async *resume() {
    yield* [];
  }
}

function open(bridge: SimulatedBridge) {
  const manifests = { key: async () => 'key', issue: async () => 'a.b.c' };
  return new BridgeConnection(bridge, manifests, () => now);
}

describe('the signing program', () => {
  test.each([
    ['not-running', 'BRIDGE_NOT_RUNNING'],
    ['permission-denied', 'BRIDGE_PERMISSION_DENIED'],
    ['permission-prompt', 'BRIDGE_PERMISSION_DENIED'],
    ['not-paired', 'BRIDGE_NOT_PAIRED'],
    ['untrusted', 'BRIDGE_UNTRUSTED'],
  ] as const)('%s is told with its own remedy', async (state, code) => {
    const bridge = new SimulatedBridge();
    bridge.status = { state, problem: new AppError(code) };
    const connection = open(bridge);
    await connection.check();
    expect([connection.state, connection.problem?.code]).toEqual([state, code]);
    expect(connection.isReady).toBe(false);
  });

  test('without any certificate says so', async () => {
    const bridge = new SimulatedBridge();
    bridge.list = [];
    const connection = open(bridge);
    await connection.check();
    expect(connection.problem?.code).toBe('NO_CERTIFICATE');
    expect(connection.isReady).toBe(false);
  });

  test('is ready with the first certificate in force chosen', async () => {
    const connection = open(new SimulatedBridge());
    await connection.check();
    expect(connection.isReady).toBe(true);
    expect(connection.chosen?.signerName).toBe('real');
  });

  test('shows the digits while it is paired, and is ready afterwards', async () => {
    const bridge = new SimulatedBridge();
    bridge.status = { state: 'not-paired', problem: new AppError('BRIDGE_NOT_PAIRED') };
    const connection = open(bridge);
    await connection.check();
    const shown: (string | null)[] = [];
    bridge.onCompare = () => shown.push(connection.pairingCode);
    await connection.pair('Hà');
    expect(shown).toEqual(['042137']);
    expect(connection.isReady).toBe(true);
    expect(connection.pairingCode).toBeNull();
  });

  test('stays unpaired when the person refuses', async () => {
    const bridge = new SimulatedBridge();
    bridge.status = { state: 'not-paired', problem: new AppError('BRIDGE_NOT_PAIRED') };
    bridge.refusesPairing = true;
    const connection = open(bridge);
    await connection.check();
    await connection.pair('Hà');
    expect([connection.state, connection.problem?.code]).toEqual([
      'not-paired',
      'BRIDGE_PAIRING_REFUSED',
    ]);
  });
});

describe('what happens to the token shows by itself', () => {
  const token = {
    module: 'libbit4xpki.so',
    label: 'token',
    serialNumber: '1',
    pinState: 'ok',
    hasPinPad: false,
  } as const;

  /** Tells these events, then breaks the connection or ends as newer pages listen. */
  class ObservedBridge extends SimulatedBridge {
    streams = 0;
    ending: 'lost' | 'superseded' = 'superseded';
    onEvent = (_event: TokenEvent) => undefined;
    events: TokenEvent[] = [];

    async *tokenEvents(): AsyncGenerator<TokenEvent> {
      this.streams += 1;
      for (const event of this.events) {
        this.onEvent(event);
        yield event;
      }
      if (this.ending === 'lost') throw new AppError('BRIDGE_NOT_RUNNING');
    }
  }
  const signal = () => new AbortController().signal;

  test('put in: its certificate is there without a reload', async () => {
    const bridge = new ObservedBridge();
    bridge.list = [];
    const connection = open(bridge);
    await connection.check();
    expect(connection.condition).toBe('no-token');
    bridge.events = [
      { event: 'tokens', tokens: [] },
      { event: 'inserted', token },
    ];
    bridge.list = [certificate('real')];
    await connection.follow(signal());
    expect(connection.condition).toBe('ready');
    expect(connection.chosen?.info && connection.tokenOf(connection.chosen.info)).toEqual(token);
  });

  test('pulled out: no certificate stays on the screen', async () => {
    const bridge = new ObservedBridge();
    const connection = open(bridge);
    await connection.check();
    bridge.events = [
      { event: 'tokens', tokens: [token] },
      { event: 'removed', token },
    ];
    bridge.list = [];
    await connection.follow(signal());
    expect([connection.condition, connection.chosen]).toEqual(['no-token', null]);
  });

  test('pulled out after it signed: no other certificate takes its place until it is back', async () => {
    const bridge = new ObservedBridge();
    const used = certificate('real');
    const other = certificate('other');
    bridge.list = [used, other];
    const connection = open(bridge);
    await connection.check();
    connection.choose(used.certificateSha256);
    bridge.events = [{ event: 'removed', token }];
    bridge.list = [other];
    await connection.follow(signal());
    expect([connection.chosen, connection.isReady]).toEqual([null, false]);
    bridge.events = [{ event: 'inserted', token }];
    bridge.list = [other, used];
    await connection.follow(signal());
    expect(connection.chosen?.info.certificateSha256).toBe(used.certificateSha256);
  });

  test('a used-up try is told at once', async () => {
    const bridge = new ObservedBridge();
    const connection = open(bridge);
    await connection.check();
    bridge.events = [
      { event: 'tokens', tokens: [token] },
      { event: 'pin-state', token: { ...token, pinState: 'final' } },
    ];
    await connection.follow(signal());
    expect(connection.tokens).toEqual([{ ...token, pinState: 'final' }]);
  });

  test('a program that ended is told, and was seen before', async () => {
    const bridge = new ObservedBridge();
    bridge.ending = 'lost';
    const connection = open(bridge);
    await connection.check();
    const problem = new AppError('BRIDGE_NOT_RUNNING');
    bridge.status = { state: 'not-running', problem, wasPaired: true };
    await connection.follow(signal());
    expect(connection.condition).toBe('not-running');
  });

  test('streams that break before they tell anything are not opened for ever', async () => {
    const bridge = new ObservedBridge();
    bridge.ending = 'lost';
    const connection = open(bridge);
    for (let times = 0; times < 10; times += 1) await connection.follow(signal());
    expect(bridge.streams).toBe(3);
  });
});

test('certificates stand in order of use: real before demo, in force before expired', () => {
  const list = [
    certificate('expired', { notAfter: '2026-11-01T00:00:00Z' }),
    certificate('demo', { isDemo: true }),
    certificate('real'),
  ];
  expect(inOrderOfUse(list, now).map((info) => info.subject)).toEqual(['real', 'demo', 'expired']);
  expect(daysLeft(certificate('x', { notAfter: '2026-12-22T03:00:00Z' }), now)).toBe(30);
});
