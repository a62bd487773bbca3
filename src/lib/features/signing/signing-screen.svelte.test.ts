import '../../../app.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import type { Bridge, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import { BatchSigningSource } from '#lib/client/signing/batch-signing-source.ts';
import { SignerCheck, type SignerServices } from '#lib/client/signing/signer-check.svelte.ts';
import { SigningRun } from '#lib/client/signing/signing-run.svelte.ts';
import type { DocumentSigner } from '#lib/client/signing/document-signer.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { emptyDraft } from '#lib/domain/metadata.ts';
import type { SignerStatus } from '#lib/pki/check-signer.ts';
import type { CertificateInfo, SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import { vi } from '#lib/i18n/vi/index.ts';
import { show } from '#lib/ui/testing/show.ts';
import SigningScreen from './SigningScreen.svelte';

const now = () => new Date('2026-11-22T03:00:00Z');

function acceptedDocument(id: string): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'scanned',
    fileName: `${id}.jpg`,
    importedAt: '2026-11-22T02:00:00Z',
    pageIds: [`page-${id}`],
    state: 'tagged',
    metadata: { ...emptyDraft(), title: { typed: `Giấy phép ${id}`, isConfirmed: true } },
    procedureId: 'procedure',
    inventoryItemId: null,
    acceptedAt: '2026-11-22T02:30:00Z',
    isRemoved: false,
  };
}

function pageOf(id: string): Page {
  return {
    id: `page-${id}`,
    batchId: 'batch',
    documentId: id,
    sha256: 'a'.repeat(64),
    mimeType: 'image/jpeg',
    fileName: `${id}.jpg`,
    indexInFile: 0,
    frame: { sourceWidthPx: 827, sourceHeightPx: 1170, rotation: 0, skewDegrees: 0, dpi: 100 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: false,
    isRemoved: false,
    imageRevision: 0,
    recognition: { state: 'done', imageRevision: 0 },
  };
}

/** The open batch as far as signing needs it. */
class MemoryBatch {
  documents: BatchDocument[] = $state.raw(['a', 'b', 'c'].map(acceptedDocument));
  readonly batchId = 'batch';

  documentById = (id: string) => this.documents.find((document) => document.id === id);
  pagesOf = (id: string) => [pageOf(id)];
  textLayers = async () => [];
  thumbnail = async () => undefined;
  saveSignedPdf = async (signed: BatchDocument) => {
    this.documents = this.documents.map((each) => (each.id === signed.id ? signed : each));
  };
}

const demo: CertificateInfo = {
  provider: 'pkcs12',
  certificateSha256: 'c'.repeat(64),
  chain: [],
  subject: 'Trần Minh Hà',
  issuer: 'CA thử nghiệm',
  serialNumber: '01',
  notBefore: '2026-11-21T00:00:00Z',
  notAfter: '2029-11-21T00:00:00Z',
  keyType: 'ec',
  tokenLabel: 'demo',
  isDemo: true,
  asksPinEachTime: false,
  pinState: 'ok',
};

/** A bridge on this PC that can be away, refuse, or die after some signatures. */
class MoodyBridge implements Bridge {
  status: BridgeStatus = { state: 'ready', userName: 'Hà', pairedAt: '' };
  refusal: ErrorCode | null = null;
  diesAfter = Infinity;
  readonly requests: SignBatchRequest[] = [];

  probe = async () => this.status;
  pair = async () => {
    this.status = { state: 'ready', userName: 'Hà', pairedAt: '' };
  };
  unpair = async () => undefined;
  cancel = async () => undefined;
  certificates = async () => [demo];

  async *signBatch(request: SignBatchRequest): AsyncGenerator<SignEvent> {
    this.requests.push(request);
    const total = request.items.length;
    yield { event: 'consent' };
    if (this.refusal !== null) {
      yield { event: 'stopped', error: { code: this.refusal, details: {} }, signed: 0, total };
      return;
    }
    yield { event: 'login' };
    for (const [place, { id }] of request.items.entries()) {
      if (place >= this.diesAfter) {
        this.status = { state: 'not-running', problem: new AppError('BRIDGE_NOT_RUNNING') };
        throw new AppError('BRIDGE_NOT_RUNNING');
      }
      yield { event: 'signed', id, signature: 'AAAA' };
    }
    yield { event: 'done', signed: total, total };
  }
  // eslint-disable-next-line require-yield
  async *resume(): AsyncGenerator<SignEvent> {
    throw new AppError('BRIDGE_NOT_RUNNING');
  }
}

/** Seals nothing: what the PDF holds is for the tests of the run. */
const signer: DocumentSigner = {
  prepare: async () => ({
    signature: {
      state: 'prepared',
      byteRange: [0, 0, 0, 0],
      contentSha256: new Uint8Array(32),
      contentDigest: new Uint8Array(32),
      toBeSigned: new Uint8Array([1]),
      algorithm: 'ECDSA-SHA256',
      shownPlace: null,
      keyType: 'ec',
      fieldName: 'Signature1',
      certificateChain: [],
    },
    pdf: new Blob(),
    pageCount: 1,
    contentSha256: 'a'.repeat(64),
    attributesSha256: 'b'.repeat(64),
    warnings: [],
  }),
  seal: async () => ({
    pdf: new Blob(),
    sha256: 'd'.repeat(64),
    level: 'B-B',
    timestampProblem: null,
  }),
};

const terms = {
  profile: defaultSigningProfiles.scan,
  agency: 'Sở Văn hóa, Thể thao và Du lịch',
  image: async () => new Uint8Array(),
};
const good: SignerStatus = { status: 'good', source: 'ocsp', producedAt: now(), nextUpdate: null };

async function open(bridge = new MoodyBridge(), status: SignerStatus = good) {
  const services: SignerServices = {
    trust: async () => ({ anchors: [], hasTimestampAuthority: false }),
    signerStatus: async () => status,
  };
  const batch = new MemoryBatch();
  const manifests = { key: async () => 'key', issue: async () => 'manifest' };
  const reader = {
    readPageImage: async () => new Blob(['jpeg'], { type: 'image/jpeg' }),
    readAsIsFile: async () => new Blob(),
  };
  const check = new SignerCheck(services);
  const run = new SigningRun({
    source: new BatchSigningSource({ batch, reader, terms, agreement: () => check.agreement, now }),
    signer,
    bridge,
    manifests,
    newId: () => crypto.randomUUID(),
  });
  const connection = new BridgeConnection(bridge, manifests, now);
  await show(SigningScreen, {
    batch,
    reader,
    run,
    connection,
    check,
    terms,
    userName: 'Trần Minh Hà',
    onsigned: () => undefined,
  });
  return { bridge, batch };
}

const signAll = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
const retry = () => page.getByRole('button', { name: 'Thử lại' });

beforeEach(() => page.viewport(1366, 768));

test('one key signs all that is ready, with the demo certificate marked as such', async () => {
  const { batch } = await open();
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
  await expect.element(page.getByText('DEMO – không có giá trị pháp lý').first()).toBeVisible();
  await signAll();
  await expect.element(page.getByText('Đã ký 3/3')).toBeVisible();
  expect(batch.documents.every(({ signed }) => signed !== undefined)).toBe(true);
});

test('a wrong PIN is told with its remedy, and all documents can be signed afterwards', async () => {
  const bridge = new MoodyBridge();
  bridge.refusal = 'PIN_INCORRECT';
  await open(bridge);
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
  await signAll();
  await expect.element(page.getByText('Sai mã PIN.')).toBeVisible();
  await expect.element(page.getByText('Đã dừng: ký được 0/3')).toBeVisible();
  bridge.refusal = null;
  await userEvent.click(retry());
  await expect.element(page.getByText('Đã ký 3/3')).toBeVisible();
});

test('a bridge that dies keeps what was signed; the rest is signed when it is back', async () => {
  const bridge = new MoodyBridge();
  bridge.diesAfter = 2;
  const { batch } = await open(bridge);
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
  await signAll();
  await expect.element(page.getByText('Đã dừng: ký được 2/3')).toBeVisible();
  await expect.element(page.getByText('Đã kết nối')).not.toBeInTheDocument();
  expect(batch.documents.filter(({ signed }) => signed !== undefined)).toHaveLength(2);

  bridge.diesAfter = Infinity;
  bridge.status = { state: 'ready', userName: 'Hà', pairedAt: '' };
  window.dispatchEvent(new Event('focus'));
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: /^Ký tiếp 1 tài liệu/u }));
  await expect.element(page.getByText('Đã ký 1/1')).toBeVisible();
  expect(bridge.requests.map(({ items }) => items.length)).toEqual([3, 1]);
});

test('a bridge that is not running and one that is not paired say what to do', async () => {
  const bridge = new MoodyBridge();
  bridge.status = { state: 'not-running', problem: new AppError('BRIDGE_NOT_RUNNING') };
  await open(bridge);
  await expect.element(page.getByText('Chưa thấy chương trình ký trên máy này.')).toBeVisible();
  await expect
    .element(page.getByRole('button', { name: /^Ký 3 tài liệu/u }))
    .toHaveAttribute('aria-disabled', 'true');
  bridge.status = { state: 'not-paired', problem: new AppError('BRIDGE_NOT_PAIRED') };
  await userEvent.click(retry());
  await userEvent.click(page.getByRole('button', { name: 'Ghép nối' }));
  await expect.element(page.getByText('Đã kết nối')).toBeVisible();
});

describe('before the PIN', () => {
  const unknown: SignerStatus = {
    status: 'unknown',
    subject: 'Trần Minh Hà',
    problems: ['NO_SOURCE'],
  };

  test('a certificate that nobody can tell about is asked about, and the decision is noted', async () => {
    const { batch, bridge } = await open(new MoodyBridge(), unknown);
    await expect.element(page.getByText('Đã kết nối')).toBeVisible();
    await signAll();
    await expect.element(page.getByText(/Không hỏi được OCSP/u)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Để sau' }));
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(bridge.requests).toHaveLength(0);

    await signAll();
    await userEvent.click(page.getByRole('button', { name: 'Vẫn ký' }));
    await expect.element(page.getByText('Đã ký 3/3')).toBeVisible();
    expect(batch.documents.map(({ signed }) => signed?.record?.revocation)).toEqual(
      Array(3).fill('accepted-unknown'),
    );
  });

  test('Escape is no decision to sign', async () => {
    const { bridge } = await open(new MoodyBridge(), unknown);
    await expect.element(page.getByText('Đã kết nối')).toBeVisible();
    await signAll();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(bridge.requests).toHaveLength(0);
  });

  test('a revoked certificate signs nothing', async () => {
    const { bridge } = await open(new MoodyBridge(), {
      status: 'revoked',
      subject: 'Trần Minh Hà',
      revokedAt: new Date('2026-11-20T03:00:00Z'),
      reason: 'keyCompromise',
    });
    await expect.element(page.getByText('ĐÃ BỊ THU HỒI từ 20/11/2026 10:00')).toBeVisible();
    await signAll();
    await expect.element(page.getByText(vi.errors.CERTIFICATE_REVOKED.message)).toBeVisible();
    expect(bridge.requests).toHaveLength(0);
  });

  test('a good one is noted as such, with what the bridge said', async () => {
    const { batch } = await open();
    await expect.element(page.getByText(/Theo OCSP lúc/u)).toBeVisible();
    await signAll();
    await expect.element(page.getByText('Đã ký 3/3')).toBeVisible();
    expect(batch.documents[0]?.signed?.record).toMatchObject({
      revocation: 'good',
      receipt: { provider: 'pkcs12', certificateSha256: demo.certificateSha256 },
    });
  });
});
