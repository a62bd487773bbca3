import '../../../app.css';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type {
  Bridge,
  BridgeObserver,
  BridgeStatus,
  VgcaBridge,
} from '#lib/client/bridge/bridge.ts';
import { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import type { RemoteSigning } from '#lib/client/signing/remote-signing.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { show } from '#lib/ui/testing/show.ts';
import BridgePanel from './BridgePanel.svelte';

const now = () => new Date('2026-11-22T03:00:00Z');

function certificate(
  provider: CertificateInfo['provider'],
  subject: string,
  tokenLabel: string,
): CertificateInfo {
  return {
    provider,
    certificateSha256: provider,
    chain: [],
    subject,
    issuer: 'CA Chính phủ',
    serialNumber: '01',
    notBefore: '2025-01-01T00:00:00Z',
    notAfter: '2027-06-01T00:00:00Z',
    keyType: 'rsa',
    tokenLabel,
    isDemo: false,
    asksPinEachTime: false,
    pinState: 'unknown',
  };
}

const token = certificate('pkcs11', 'Trần Minh Hà', 'Bit4id');
const vgcaCertificate = certificate('vgca', 'Trần Minh Hà (VGCA)', 'VGCA Sign Service');
const remoteCertificate = certificate('csc', 'Trần Minh Hà (từ xa)', 'MySign thử nghiệm');

async function* nothing(): AsyncGenerator<never> {
  yield* [];
}

/** A PC with the bridge and, if asked for, VGCA Sign Service. */
class StagedPc implements Bridge, Pick<BridgeObserver, 'providers'>, VgcaBridge {
  status: BridgeStatus = { state: 'ready', userName: 'Trần Minh Hà', pairedAt: '' };
  list = [token];
  vgca: { signsHashes: boolean | null } | null = null;
  vgcaFailure: AppError | null = null;
  asked = 0;

  probe = async () => this.status;
  pair = async () => undefined;
  unpair = async () => undefined;
  cancel = async () => undefined;
  certificates = async () => this.list;
  signBatch = nothing;
  resume = nothing;
  signWithVgca = async () => '';
  providers = async () => ({
    version: '0.1.0',
    dialog: 'pinentry',
    providers: [
      {
        id: 'vgca' as const,
        modules: this.vgca
          ? [
              {
                name: 'VGCA',
                path: 'wss://127.0.0.1:8987',
                problem: null,
                tokens: [],
                ...this.vgca,
              },
            ]
          : [],
      },
    ],
  });
  async vgcaCertificate() {
    this.asked += 1;
    if (this.vgcaFailure) throw this.vgcaFailure;
    this.list = [token, vgcaCertificate];
    return vgcaCertificate;
  }
}

function remoteWith(certificates: CertificateInfo[] | AppError): RemoteSigning {
  return {
    certificates: async () => {
      if (certificates instanceof AppError) throw certificates;
      return { name: 'MySign thử nghiệm', certificates };
    },
    signBatch: nothing,
    resume: nothing,
  };
}

async function open(pc: StagedPc, remote: RemoteSigning = remoteWith([])) {
  const manifests = { key: async () => 'key', issue: async () => 'a.b.c' };
  const connection = new BridgeConnection(pc, manifests, now, undefined, remote);
  await connection.check();
  await show(BridgePanel, { connection, userName: 'Trần Minh Hà', isBusy: false });
  return connection;
}

const readVgca = () => page.getByRole('button', { name: 'Đọc chứng thư từ VGCA' });

async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    // Belong to the document around the component.
    rules: { 'document-title': { enabled: false }, 'html-has-lang': { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
}

beforeEach(() => page.viewport(1366, 768));

test('certificates of all sources stand in one list, each with the name of its source', async () => {
  const pc = new StagedPc();
  pc.list = [token, vgcaCertificate];
  const connection = await open(pc, remoteWith([remoteCertificate]));
  const choices = page.getByRole('radio').elements();
  const texts = choices.map((choice) => choice.closest('label')?.textContent ?? '');
  expect(texts.map((text) => text.replaceAll(/\s+/gu, ' ').trim())).toEqual([
    expect.stringMatching(/Trần Minh Hà.*USB token/u),
    expect.stringMatching(/VGCA.*chưa kiểm thử với VGCA thật/u),
    expect.stringMatching(/từ xa.*Ký số từ xa/u),
  ]);
  await page.getByRole('radio').nth(2).click();
  expect(connection.chosen?.info.provider).toBe('csc');
  await expect.element(page.getByText(/trang này không bao giờ hỏi mã PIN/u)).toBeVisible();
  await expectAccessible();
});

test('who signs remotely needs no program on the PC', async () => {
  const pc = new StagedPc();
  pc.status = { state: 'not-running', problem: new AppError('BRIDGE_NOT_RUNNING') };
  const connection = await open(pc, remoteWith([remoteCertificate]));
  expect(connection.isReady).toBe(true);
  await expect.element(page.getByText('Trần Minh Hà (từ xa)')).toBeVisible();
});

test('a token that is not reached any more is no choice', async () => {
  const pc = new StagedPc();
  const connection = await open(pc, remoteWith([remoteCertificate]));
  pc.status = { state: 'not-running', problem: new AppError('BRIDGE_NOT_RUNNING') };
  await connection.check();
  expect(connection.certificates).toEqual([remoteCertificate]);
});

test('a remote service that does not answer is told, and the token signs all the same', async () => {
  const problem = new AppError('REMOTE_SIGNING_FAILED', { reason: 'unreachable' });
  const connection = await open(new StagedPc(), remoteWith(problem));
  expect(connection.isReady).toBe(true);
  await expect.element(page.getByRole('alert').getByText(/Không kết nối được/u)).toBeVisible();
});

test('VGCA Sign Service is asked for its certificate only by a click', async () => {
  const pc = new StagedPc();
  pc.vgca = { signsHashes: null };
  const connection = await open(pc);
  await expect.element(page.getByText('VGCA Sign Service đang chạy trên máy này')).toBeVisible();
  await expect.element(page.getByText(/chưa được kiểm thử với VGCA thật/u)).toBeVisible();
  expect(pc.asked).toBe(0);
  await expectAccessible();
  await readVgca().click();
  await expect.poll(() => connection.certificates.length).toBe(2);
  await expect.element(readVgca()).not.toBeInTheDocument();
});

test('what VGCA says when it gives no certificate is told in its own words', async () => {
  const pc = new StagedPc();
  pc.vgca = { signsHashes: null };
  pc.vgcaFailure = new AppError('VGCA_FAILED', { status: 2, told: 'Không tìm thấy token' });
  await open(pc);
  await readVgca().click();
  await expect.element(page.getByRole('alert').getByText(/Không tìm thấy token/u)).toBeVisible();
  await expect.element(readVgca()).toBeEnabled();
});

test('a version of VGCA that signs single files only is told', async () => {
  const pc = new StagedPc();
  pc.vgca = { signsHashes: false };
  pc.list = [token, vgcaCertificate];
  await open(pc);
  await expect.element(page.getByText(/chỉ ký từng tệp/u)).toBeVisible();
  await expect.element(readVgca()).not.toBeInTheDocument();
});

test('a PC without VGCA hears nothing of it', async () => {
  await open(new StagedPc());
  await expect.element(page.getByText(/VGCA/u)).not.toBeInTheDocument();
});
