import '../../../app.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import type { RepositoryTransport } from '#lib/client/uploading/repository-transport.ts';
import type { QueueStore } from '#lib/client/uploading/send-document.ts';
import { UploadQueue } from '#lib/client/uploading/upload-queue.svelte.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { emptyDraft } from '#lib/domain/metadata.ts';
import type { Announcement } from '#lib/protocol/documents.ts';
import { show } from '#lib/ui/testing/show.ts';
import QueueScreen from './QueueScreen.svelte';

const pdf = new Blob(['%PDF-1.7 signed']);
const batch = {
  id: 'batch',
  personId: 'person',
  name: 'Lô sáng thứ hai',
  createdAt: '2026-11-22T07:00:00Z',
  documentIds: ['a', 'b'],
};

function signedDocument(id: string): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'as-is',
    fileName: `${id}.pdf`,
    pageIds: [],
    state: 'signed',
    metadata: { ...emptyDraft(), title: { typed: `Giấy phép ${id}`, isConfirmed: true } },
    procedureId: 'procedure',
    inventoryItemId: null,
    isRemoved: false,
    acceptedAt: '2026-11-22T07:20:00Z',
    signed: {
      sha256: 'f'.repeat(64),
      sizeBytes: pdf.size,
      pageCount: 1,
      signedAt: '2026-11-22T07:30:00Z',
      certificateSha256: 'c'.repeat(64),
    },
  };
}

/** One PC's batch store in memory. */
function storeOf(...documents: BatchDocument[]): QueueStore {
  const kept = new Map(documents.map((document) => [document.id, document]));
  return {
    listBatches: async () => [batch],
    readBatch: async () => ({
      batch,
      documents: [...kept.values()],
      pages: [],
      rejectedFiles: [],
    }),
    readTextLayers: async () => new Map(),
    readBlob: async () => pdf,
    updateDocument: async (id, change) => {
      const current = kept.get(id);
      if (!current) return undefined;
      const next = change(current);
      kept.set(id, next);
      return next;
    },
    releaseDocument: async (document) => {
      kept.set(document.id, document);
    },
    subscribe: () => () => undefined,
  };
}

/** A repository that answers with `refusal` as long as there is one. */
class MoodyRepository implements RepositoryTransport {
  refusal: ErrorCode | null = null;
  readonly #announced = new Map<string, Announcement>();

  async announce(announcement: Announcement) {
    const isExplained = announcement.duplicateReason !== undefined;
    if (this.refusal && !(this.refusal === 'DUPLICATE_DOCUMENT' && isExplained)) {
      throw new AppError(this.refusal);
    }
    this.#announced.set(announcement.documentId, announcement);
    return { documentId: announcement.documentId, state: 'announced' as const, receipt: null };
  }
  send = async () => undefined;
  teach = async () => undefined;
  async commit(documentId: string) {
    const announcement = this.#announced.get(documentId);
    if (!announcement) throw new AppError('CONTENT_NOT_RECEIVED');
    return {
      documentId,
      code: `9901427509.GP.${documentId}`,
      sha256: announcement.sha256,
      sizeBytes: announcement.sizeBytes,
      pageCount: announcement.pageCount,
      storedAt: '2026-11-22T08:00:00Z',
      auditHash: 'a'.repeat(64),
      inventoryItemId: null,
      isCounted: false,
      signatures: [],
    };
  }
}

async function open(refusal: ErrorCode | null, documents = [signedDocument('a')]) {
  const transport = new MoodyRepository();
  transport.refusal = refusal;
  const queue = new UploadQueue({
    personId: crypto.randomUUID(),
    store: storeOf(...documents),
    transport,
    locks: navigator.locks,
    now: () => Date.now(),
    random: () => 0,
  });
  await show(QueueScreen, { queue });
  return { queue, transport, end: queue.start() };
}

test('documents go by themselves and are told to be stored, with their code', async () => {
  const { end } = await open(null, [signedDocument('a'), signedDocument('b')]);
  await expect.element(page.getByText('0 chờ gửi · 0 đã nhận · 2 đã lưu vào kho')).toBeVisible();
  await expect.element(page.getByText('Mã kết quả: 9901427509.GP.b')).toBeVisible();
  end();
});

test('while the server is away the queue says so, keeps the documents and goes on by one key', async () => {
  const { transport, end } = await open('SERVER_UNREACHABLE');
  await expect.element(page.getByText(/^Thử lại sau/u)).toBeVisible();
  await expect.element(page.getByText('1 chờ gửi · 0 đã nhận · 0 đã lưu vào kho')).toBeVisible();
  transport.refusal = null;
  await userEvent.keyboard('r');
  await expect.element(page.getByText('0 chờ gửi · 0 đã nhận · 1 đã lưu vào kho')).toBeVisible();
  end();
});

test('an ended session is said once and asks to sign in, then sending goes on', async () => {
  const { queue, transport, end } = await open('NOT_SIGNED_IN');
  await expect.element(page.getByRole('link', { name: 'Đăng nhập lại' })).toBeVisible();
  expect(page.getByText('Phiên làm việc đã hết.').elements()).toHaveLength(1);
  transport.refusal = null;
  queue.retryNow();
  await expect.element(page.getByText('0 chờ gửi · 0 đã nhận · 1 đã lưu vào kho')).toBeVisible();
  end();
});

test('a duplicate waits for a reason and is sent with it', async () => {
  const { end } = await open('DUPLICATE_DOCUMENT');
  await userEvent.click(page.getByRole('button', { name: 'Vẫn gửi' }));
  const dialog = page.getByRole('dialog');
  await userEvent.fill(dialog.getByRole('textbox'), 'Bản cấp lại');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('0 chờ gửi · 0 đã nhận · 1 đã lưu vào kho')).toBeVisible();
  end();
});

test('nothing is sent while the official paused the queue', async () => {
  const { queue, end } = await open('SERVER_UNREACHABLE');
  await expect.element(page.getByText(/^Thử lại sau/u)).toBeVisible();
  await userEvent.keyboard('p');
  await expect.element(page.getByText(/Đang tạm dừng/u)).toBeVisible();
  expect(queue.isPaused).toBe(true);
  await userEvent.keyboard('p');
  await expect.element(page.getByText(/Đang tạm dừng/u)).not.toBeInTheDocument();
  end();
});
