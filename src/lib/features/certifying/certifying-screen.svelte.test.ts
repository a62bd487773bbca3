import '../../../app.css';
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Bridge, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import { CertifyingSession } from '#lib/client/certifying/certifying-session.svelte.ts';
import type { UnsentSignature } from '#lib/client/certifying/unsent-signatures.ts';
import { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import type { DocumentSigner } from '#lib/client/signing/document-signer.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type { SignerStatus } from '#lib/pki/check-signer.ts';
import type { CertificateInfo, SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import type { CertifiableDocument, DocumentVersion } from '#lib/protocol/versions.ts';
import { show } from '#lib/ui/testing/show.ts';
import CertifyingScreen from './CertifyingScreen.svelte';

const now = () => new Date('2026-11-22T03:00:00Z');

function storedDocument(number: number): CertifiableDocument {
  return {
    id: `document-${number}`,
    code: `KQ-${number}`,
    title: 'Giấy phép',
    numberNotation: `${number}/GP-SVHTTDL`,
    issuedOn: '2024-05-06',
    ownerName: 'Nguyễn Văn An',
    orgUnitName: 'Phòng Quản lý Văn hóa',
    pageCount: 1,
    storedAt: now().toISOString(),
    sha256: 'a'.repeat(64),
    sizeBytes: 0,
    version: 1,
    level: 'B-B',
    isCertified: false,
  };
}

const agencyCertificate: CertificateInfo = {
  provider: 'pkcs11',
  certificateSha256: 'c'.repeat(64),
  chain: [],
  subject: 'Sở Văn hóa, Thể thao và Du lịch',
  issuer: 'CA thử nghiệm',
  serialNumber: '01',
  notBefore: '2026-11-21T00:00:00Z',
  notAfter: '2029-11-21T00:00:00Z',
  keyType: 'ec',
  tokenLabel: 'Dấu cơ quan',
  isDemo: false,
  asksPinEachTime: false,
  pinState: 'ok',
};

class AgencyBridge implements Bridge {
  status: BridgeStatus = { state: 'ready', userName: 'Bích', pairedAt: '' };
  readonly requests: SignBatchRequest[] = [];

  probe = async () => this.status;
  pair = async () => undefined;
  unpair = async () => undefined;
  cancel = async () => undefined;
  certificates = async () => [agencyCertificate];
  async *signBatch(request: SignBatchRequest): AsyncGenerator<SignEvent> {
    this.requests.push(request);
    yield { event: 'consent' };
    yield { event: 'login' };
    for (const { id } of request.items) yield { event: 'signed', id, signature: 'AAAA' };
    yield { event: 'done', signed: request.items.length, total: request.items.length };
  }
  async *resume(): AsyncGenerator<SignEvent> {
    yield* [];
  }
}

/** Seals nothing: what the PDF holds is for the tests of the session. */
const signer: DocumentSigner = {
  prepare: async () => ({
    signature: {
      state: 'prepared',
      byteRange: [0, 0, 0, 0],
      contentSha256: new Uint8Array(32),
      contentDigest: new Uint8Array(32),
      toBeSigned: new Uint8Array([1]),
      algorithm: 'ECDSA-SHA256',
      keyType: 'ec',
      fieldName: 'Signature1',
      certificateChain: [],
      shownPlace: null,
    },
    pdf: new Blob(),
    pageCount: 1,
    contentSha256: 'a'.repeat(64),
    attributesSha256: 'b'.repeat(64),
    warnings: [],
  }),
  seal: async () => ({
    pdf: new Blob(['sealed']),
    sha256: 'd'.repeat(64),
    level: 'B-B',
    timestampProblem: null,
  }),
};

class Server {
  sendRefusal: ErrorCode | null = null;
  extendRefusal: ErrorCode | null = null;
  readonly sent: string[] = [];
  readonly extended: string[] = [];

  read = async () => new Blob();
  send = async ({ documentId }: UnsentSignature) => {
    if (this.sendRefusal) throw new AppError(this.sendRefusal);
    this.sent.push(documentId);
    return this.#version(documentId);
  };
  extend = async (documentId: string) => {
    if (this.extendRefusal) throw new AppError(this.extendRefusal);
    this.extended.push(documentId);
    return this.#version(documentId);
  };
  #version(documentId: string): DocumentVersion {
    return {
      documentId,
      ordinal: 2,
      what: 'extension',
      sha256: '',
      sizeBytes: 1,
      baseSha256: '',
      profile: null,
      copyForm: null,
      signerName: null,
      certificateSha256: null,
      level: 'B-LTA',
      signatures: [],
      bridgeReceipt: null,
      actorName: '',
      at: '',
    };
  }
}

const good: SignerStatus = { status: 'good', source: 'ocsp', producedAt: now(), nextUpdate: null };

async function open(status: SignerStatus = good) {
  const server = new Server();
  const bridge = new AgencyBridge();
  const kept = new Map<string, UnsentSignature>();
  const manifests = { key: async () => 'key', issue: async () => 'a.b.c' };
  const session = new CertifyingSession({
    personId: 'bich',
    profile: defaultSigningProfiles.copy,
    agency: 'Sở Văn hóa, Thể thao và Du lịch',
    api: server,
    unsent: {
      put: async (signature) => void kept.set(signature.documentId, signature),
      ofPerson: async () => [...kept.values()],
      remove: async ({ documentId }) => void kept.delete(documentId),
    },
    signer,
    bridge,
    manifests,
    now,
    newId: () => crypto.randomUUID(),
    services: {
      trust: async () => ({ anchors: [], hasTimestampAuthority: false }),
      signerStatus: async () => status,
    },
  });
  const onsearch = vi.fn(async () => undefined);
  await show(CertifyingScreen, {
    session,
    connection: new BridgeConnection(bridge, manifests, now),
    found: {
      documents: [1, 2, 3].map(storedDocument),
      nextCursor: null,
      total: 3,
      isTotalCapped: false,
    },
    query: { q: '', state: 'waiting', documentId: '', cursor: '', limit: 50 },
    userName: 'Mai Ngọc Bích',
    onsearch,
    onchanged: async () => undefined,
  });
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
  return { server, bridge, session, onsearch };
}

beforeEach(() => page.viewport(1366, 768));

test('by the keyboard alone: all are chosen and signed as SAO LỤC', async () => {
  const { server, bridge } = await open();
  await userEvent.keyboard('{Control>}a{/Control}');
  await expect.element(page.getByText('Đã chọn 3', { exact: true })).toBeVisible();
  await userEvent.click(page.getByLabelText('SAO LỤC'));
  await expect.element(page.getByText('SAO LỤC').nth(1)).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('Đã ký 3/3')).toBeVisible();
  expect(bridge.requests.map(({ items }) => items.length)).toEqual([3]);
  expect(server.sent).toEqual(['document-1', 'document-2', 'document-3']);
});

test('rows are walked with J and K and chosen with Space', async () => {
  const { session } = await open();
  await userEvent.keyboard('jj ');
  expect([...session.selected.keys()]).toEqual(['document-2']);
  await userEvent.keyboard('k ');
  await expect.element(page.getByText('Đã chọn 2', { exact: true })).toBeVisible();
});

test('where revocation cannot be looked up the clerk decides', async () => {
  const unknown = {
    status: 'unknown',
    subject: 'Sở Văn hóa, Thể thao và Du lịch',
    problems: [],
  } as const;
  const { bridge } = await open(unknown);
  await userEvent.click(page.getByLabelText('Chọn Giấy phép số 1/GP-SVHTTDL'));
  await userEvent.click(page.getByRole('button', { name: /^Ký 1 tài liệu/u }));
  await expect.element(page.getByText('Không tra cứu được thu hồi')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Để sau' }));
  expect(bridge.requests).toHaveLength(0);
  await userEvent.click(page.getByRole('button', { name: /^Ký 1 tài liệu/u }));
  await userEvent.click(page.getByRole('button', { name: 'Vẫn ký' }));
  await expect.element(page.getByText('Đã ký 1/1')).toBeVisible();
});

test('a revoked certificate is told with its remedy', async () => {
  const revoked = {
    status: 'revoked',
    subject: 'Sở Văn hóa',
    revokedAt: now(),
    reason: 'keyCompromise',
  } as const;
  const { bridge } = await open(revoked);
  await userEvent.keyboard('{Control>}a{/Control}{Control>}{Enter}{/Control}');
  await expect.element(page.getByRole('alert')).toBeVisible();
  expect(bridge.requests).toHaveLength(0);
});

test('what could not be sent is said, and sent at the next try', async () => {
  const { server } = await open();
  server.sendRefusal = 'SERVER_UNREACHABLE';
  await userEvent.keyboard('{Control>}a{/Control}{Control>}{Enter}{/Control}');
  await expect.element(page.getByText(/^3 chữ ký đã ký xong/u)).toBeVisible();
  server.sendRefusal = null;
  await userEvent.click(page.getByRole('button', { name: 'Gửi ngay' }));
  await expect.element(page.getByText(/^3 chữ ký đã ký xong/u)).not.toBeInTheDocument();
  expect(server.sent).toHaveLength(3);
});

test('raising the level shows each result; what failed stays chosen for another try', async () => {
  const { server, session } = await open();
  server.extendRefusal = 'TSA_UNREACHABLE';
  await userEvent.keyboard('{Control>}a{/Control}');
  await userEvent.click(page.getByRole('button', { name: /^Nâng 3 tài liệu lên B-LTA/u }));
  await expect.element(page.getByText('Không nâng được').first()).toBeVisible();
  expect(session.selected.size).toBe(3);
  server.extendRefusal = null;
  await userEvent.click(page.getByRole('button', { name: /^Nâng 3 tài liệu lên B-LTA/u }));
  await expect.element(page.getByText('Đã nâng mức 3/3')).toBeVisible();
  expect(session.selected.size).toBe(0);
});

test('the state filter asks for another list', async () => {
  const { onsearch } = await open();
  await page.getByLabelText('Trạng thái').selectOptions('level-low');
  expect(onsearch).toHaveBeenCalledWith({ state: 'level-low' });
});
