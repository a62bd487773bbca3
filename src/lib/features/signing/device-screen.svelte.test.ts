import '../../../app.css';
import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Bridge, BridgeObserver, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import type { DeviceCondition } from '#lib/client/signing/device-condition.ts';
import { DeviceDiagnosis } from '#lib/client/signing/device-diagnosis.svelte.ts';
import { SignerCheck } from '#lib/client/signing/signer-check.svelte.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { vi } from '#lib/i18n/vi/index.ts';
import type { CertificateInfo, TokenEvent, TokenState } from '#lib/protocol/bridge.ts';
import { show } from '#lib/ui/testing/show.ts';
import DeviceScreen from './DeviceScreen.svelte';

const now = () => new Date();
const lookedAt = new Date('2026-11-22T03:00:00Z');
const words = vi.signingDevice;

const certificate: CertificateInfo = {
  provider: 'pkcs11',
  certificateSha256: 'c'.repeat(64),
  chain: [],
  subject: 'Trần Minh Hà',
  issuer: 'Cục Chứng thực số và Bảo mật thông tin',
  serialNumber: '01',
  notBefore: '2025-01-01T00:00:00Z',
  notAfter: new Date(now().getTime() + 30.5 * 86_400_000).toISOString(),
  keyType: 'rsa',
  tokenLabel: 'Bit4id TokenME',
  isDemo: false,
  asksPinEachTime: true,
  pinState: 'ok',
};
const token: TokenState = {
  module: 'libbit4xpki.so',
  label: 'Bit4id TokenME',
  serialNumber: '123',
  pinState: 'low',
  hasPinPad: false,
};

/** A PC with a bridge in any state, and a token that can be put in and pulled out. */
class StagedBridge implements Bridge, BridgeObserver {
  status: BridgeStatus;
  tokens: TokenState[] = [];
  list: CertificateInfo[] = [];
  unpaired = 0;
  asked: boolean[] = [];
  #tell: ((event: TokenEvent) => void) | null = null;

  constructor(status: BridgeStatus) {
    this.status = status;
  }

  probe = async ({ mayAsk = false } = {}) => {
    this.asked.push(mayAsk);
    return this.status;
  };
  async pair(_userName: string, _serverKey: string, onCode: (code: string) => void) {
    onCode('042137');
    await this.accepted.promise;
    this.status = ready;
  }
  readonly accepted = Promise.withResolvers<undefined>();
  unpair = async () => {
    this.unpaired += 1;
    this.status = unready('not-paired', 'BRIDGE_NOT_PAIRED');
  };
  certificates = async () => this.list;
  async *signBatch() {
    yield* [];
  }
  async *resume() {
    yield* [];
  }
  cancel = async () => undefined;
  providers = async () => ({
    version: '0.1.0',
    dialog: 'pinentry',
    providers: [
      {
        id: 'pkcs11' as const,
        modules: [
          { name: 'libbit4xpki.so', path: '/usr/lib/x', problem: null, tokens: this.tokens },
        ],
      },
    ],
  });
  auditEntries = async () => ({
    hasMore: false,
    entries: [
      { at: '2026-11-22T02:59:00Z', event: 'paired', userName: 'Hà', hash: 'a', previous: '0' },
      {
        at: '2026-11-22T03:00:00Z',
        event: 'failed',
        title: 'Giấy phép 05',
        code: 'TOKEN_REMOVED',
        hash: 'b',
        previous: 'a',
      },
    ],
  });
  async *tokenEvents({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<TokenEvent> {
    yield { event: 'tokens', tokens: [...this.tokens] };
    while (signal?.aborted !== true) {
      yield await new Promise<TokenEvent>((resolve) => {
        this.#tell = resolve;
        signal?.addEventListener('abort', () => resolve({ event: 'superseded' }));
      });
    }
  }

  insert(): void {
    this.tokens = [token];
    this.list = [certificate];
    this.#tell?.({ event: 'inserted', token });
  }
  remove(): void {
    this.tokens = [];
    this.list = [];
    this.#tell?.({ event: 'removed', token });
  }
}

const ready: BridgeStatus = {
  state: 'ready',
  userName: 'Trần Minh Hà',
  pairedAt: '2026-10-01T03:00:00Z',
};

function unready(
  state: Exclude<BridgeStatus['state'], 'ready'>,
  code: ErrorCode,
  more: { reason?: string; wasPaired?: boolean } = {},
): BridgeStatus {
  const { reason, wasPaired = false } = more;
  return { state, problem: new AppError(code, reason ? { reason } : {}), wasPaired };
}

async function open(bridge: StagedBridge) {
  const manifests = { key: async () => 'key', issue: async () => 'a.b.c' };
  const connection = new BridgeConnection(bridge, manifests, now);
  const check = new SignerCheck({
    trust: async () => ({ anchors: [], hasTimestampAuthority: false }),
    signerStatus: async () => ({
      status: 'good',
      source: 'crl',
      producedAt: lookedAt,
      nextUpdate: null,
    }),
  });
  const diagnosis = new DeviceDiagnosis({
    connection,
    observer: bridge,
    check,
    permission: async () => 'granted',
    now,
  });
  const origin = 'https://so.example.vn';
  await show(DeviceScreen, { connection, diagnosis, check, userName: 'Trần Minh Hà', origin });
  return { connection };
}

async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    // Belong to the document around the component.
    rules: { 'document-title': { enabled: false }, 'html-has-lang': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual([]);
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeEach(() => page.viewport(1366, 768));

describe('every state has its own words, steps and way out', () => {
  test.each<[Exclude<DeviceCondition, 'checking' | 'failed' | 'ready'>, BridgeStatus, string]>([
    ['not-installed', unready('not-running', 'BRIDGE_NOT_RUNNING'), 'Thử lại'],
    ['not-running', unready('not-running', 'BRIDGE_NOT_RUNNING', { wasPaired: true }), 'Thử lại'],
    [
      'insecure-page',
      unready('permission-denied', 'BRIDGE_PERMISSION_DENIED', { reason: 'insecure-page' }),
      'Kiểm tra lại',
    ],
    [
      'permission-prompt',
      unready('permission-prompt', 'BRIDGE_PERMISSION_DENIED'),
      'Kết nối thiết bị ký',
    ],
    ['permission-denied', unready('permission-denied', 'BRIDGE_PERMISSION_DENIED'), 'Thử lại'],
    ['not-paired', unready('not-paired', 'BRIDGE_NOT_PAIRED'), 'Ghép nối'],
    ['foreign-program', unready('untrusted', 'BRIDGE_UNTRUSTED'), 'Quên chương trình cũ'],
    ['origin-refused', unready('untrusted', 'BRIDGE_BAD_ORIGIN'), 'Thử lại'],
    ['no-token', ready, 'Thử lại'],
  ])('%s', async (condition, status, wayOut) => {
    await open(new StagedBridge(status));
    const { title, steps } = words.conditions[condition];
    await expect.element(page.getByText(title, { exact: true })).toBeVisible();
    for (const step of steps) await expect.element(page.getByText(step)).toBeVisible();
    await expect.element(button(wayOut)).toBeVisible();
    await expect.element(page.getByText('Cần sửa')).toBeVisible();
    await expectAccessible();
  });
});

test('only a click lets the browser ask', async () => {
  const bridge = new StagedBridge(unready('permission-prompt', 'BRIDGE_PERMISSION_DENIED'));
  await open(bridge);
  await expect.element(button('Kết nối thiết bị ký')).toBeVisible();
  expect(bridge.asked.some(Boolean)).toBe(false);
  await userEvent.click(button('Kết nối thiết bị ký'));
  await expect.poll(() => bridge.asked.at(-1)).toBe(true);
});

test('pairing by the keyboard: six digits, then ready', async () => {
  const bridge = new StagedBridge(unready('not-paired', 'BRIDGE_NOT_PAIRED'));
  bridge.list = [certificate];
  await open(bridge);
  await expect.element(button('Ghép nối')).toBeVisible();
  button('Ghép nối').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByLabelText('Mã ghép nối')).toHaveTextContent('042137');
  bridge.accepted.resolve(undefined);
  await expect.element(page.getByText('Đã kết nối', { exact: true })).toBeVisible();
});

test('a token that is put in and pulled out shows without a reload', async () => {
  const bridge = new StagedBridge(ready);
  await open(bridge);
  await expect.element(page.getByText(words.conditions['no-token'].title)).toBeVisible();
  bridge.insert();
  const details = page.getByLabelText(words.token.title);
  for (const text of [
    'còn 30 ngày',
    'libbit4xpki.so',
    'Đã nhập sai, còn ít lần thử',
    'Hỏi cho từng chữ ký',
  ]) {
    await expect.element(details.getByText(text)).toBeVisible();
  }
  await expect.element(details.getByText('Theo CRL lúc 22/11/2026 10:00')).toBeVisible();
  await expect
    .element(page.getByText(words.diagnosis.findings['certificate-expires-soon']))
    .toBeVisible();
  await expectAccessible();
  bridge.remove();
  await expect.element(page.getByText(words.conditions['no-token'].title)).toBeVisible();
});

test('what was done here is told from the log on this PC, and the pairing can be given up', async () => {
  const bridge = new StagedBridge(ready);
  bridge.insert();
  await open(bridge);
  await expect.element(page.getByText(/Giấy phép 05 · Token đã bị rút khi đang ký/u)).toBeVisible();
  await userEvent.click(button(words.unpair.button));
  await userEvent.click(button(words.unpair.confirm));
  await expect.element(page.getByText(words.conditions['not-paired'].title)).toBeVisible();
  expect(bridge.unpaired).toBe(1);
});

test('administrators find the policies for this address', async () => {
  await open(new StagedBridge(ready));
  await userEvent.click(page.getByText(words.policy.title, { exact: true }));
  const edge = page.getByRole('region', { name: words.policy.edgeWindows });
  await expect.poll(() => edge.element().textContent).toContain('"1"="https://so.example.vn"');
  await expectAccessible();
});
