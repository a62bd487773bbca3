import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BatchContent } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { signingState } from '#lib/client/signing/signable-documents.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { emptyDraft } from '#lib/domain/metadata.ts';
import type { Correction } from '#lib/protocol/corrections.ts';
import type { Announcement, DocumentStatus, Receipt } from '#lib/protocol/documents.ts';
import type { RepositoryTransport, SendOptions } from './repository-transport.ts';
import type { QueueStore } from './send-document.ts';
import { uploadWord } from './queue-entry.ts';
import { UploadQueue } from './upload-queue.svelte.ts';

/** A repository that keeps what it is told, and can be made to fail at any step. */
class SimulatedRepository implements RepositoryTransport {
  readonly announced = new Map<string, Announcement>();
  readonly received = new Map<string, number>();
  readonly receipts = new Map<string, Receipt>();
  readonly sent: string[] = [];
  readonly taught: Correction[] = [];
  readonly failures: {
    step: 'announce' | 'send' | 'commit' | 'after-commit' | 'teach';
    code: ErrorCode;
  }[] = [];

  async announce(announcement: Announcement): Promise<DocumentStatus> {
    this.#fail('announce');
    const { documentId } = announcement;
    const receipt = this.receipts.get(documentId) ?? null;
    this.announced.set(documentId, announcement);
    const state = receipt ? 'stored' : this.received.has(documentId) ? 'received' : 'announced';
    return { documentId, state, receipt };
  }

  async send(documentId: string, _sha256: string, pdf: Blob, { onProgress }: SendOptions) {
    this.#fail('send');
    this.sent.push(documentId);
    onProgress(pdf.size);
    this.received.set(documentId, pdf.size);
  }

  async commit(documentId: string): Promise<Receipt> {
    this.#fail('commit');
    const announcement = this.announced.get(documentId);
    const sizeBytes = this.received.get(documentId);
    if (!announcement || sizeBytes === undefined) throw new AppError('CONTENT_NOT_RECEIVED');
    const receipt = this.receipts.get(documentId) ?? receiptOf(announcement);
    this.receipts.set(documentId, receipt);
    this.#fail('after-commit');
    return receipt;
  }

  async teach(correction: Correction): Promise<void> {
    this.#fail('teach');
    this.taught.push(correction);
  }

  #fail(step: string): void {
    const place = this.failures.findIndex((failure) => failure.step === step);
    const [failure] = place < 0 ? [] : this.failures.splice(place, 1);
    if (failure) throw new AppError(failure.code);
  }
}

function receiptOf(announcement: Announcement): Receipt {
  return {
    documentId: announcement.documentId,
    code: `9901427509.GP.${announcement.documentId}`,
    sha256: announcement.sha256,
    sizeBytes: announcement.sizeBytes,
    pageCount: announcement.pageCount,
    storedAt: '2026-11-22T08:00:00Z',
    auditHash: 'a'.repeat(64),
    inventoryItemId: announcement.inventoryItemId,
    isCounted: true,
    signatures: [],
  };
}

const pdf = new Blob(['%PDF-1.7 signed']);

class MemoryStore implements QueueStore {
  readonly blobs = new Map<string, Blob>();
  readonly documents = new Map<string, BatchDocument>();

  constructor(...documents: BatchDocument[]) {
    for (const document of documents) {
      this.documents.set(document.id, document);
      if (document.signed) this.blobs.set(`signed:${document.id}`, pdf);
    }
  }

  async listBatches() {
    return [batch];
  }
  async readBatch(): Promise<BatchContent> {
    return { batch, documents: [...this.documents.values()], pages: [], rejectedFiles: [] };
  }
  async readTextLayers() {
    return new Map();
  }
  async readBlob(key: string) {
    return this.blobs.get(key);
  }
  async updateDocument(id: string, change: (current: BatchDocument) => BatchDocument) {
    const current = this.documents.get(id);
    if (!current) return undefined;
    const next = change(current);
    this.documents.set(id, next);
    return next;
  }
  async releaseDocument(document: BatchDocument) {
    this.documents.set(document.id, document);
    this.blobs.delete(`signed:${document.id}`);
  }
  subscribe() {
    return () => undefined;
  }
}

const batch = {
  id: 'batch',
  personId: 'person',
  name: 'Lô 1',
  createdAt: '2026-11-22T07:00:00Z',
  documentIds: [],
};

function signedDocument(id: string, change: Partial<BatchDocument> = {}): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'as-is',
    fileName: `${id}.pdf`,
    pageIds: [],
    state: 'signed',
    metadata: emptyDraft(),
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
    ...change,
  };
}

/** Web Locks of one browser: tabs that share it take turns. */
function sharedLocks(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: unknown, deed: () => Promise<unknown>) => {
    const turn = last.then(deed);
    last = turn.catch(() => undefined);
    return turn;
  };
  return { request } as Pick<LockManager, 'request'>;
}

let stops: (() => void)[] = [];
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  vi.useRealTimers();
});

function open(store: MemoryStore, transport: RepositoryTransport, locks = sharedLocks()) {
  const queue = new UploadQueue({
    personId: 'person',
    store,
    transport,
    locks,
    now: () => Date.now(),
    random: () => 0,
  });
  stops.push(queue.start());
  return queue;
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const words = (queue: UploadQueue) => queue.entries.map((entry) => uploadWord(entry.progress));

describe('a signed document', () => {
  test('goes by itself, and is freed on this PC only with its receipt', async () => {
    const store = new MemoryStore(signedDocument('a'), signedDocument('b'));
    const repository = new SimulatedRepository();
    const queue = open(store, repository);
    await settle();
    expect([...repository.receipts.keys()].sort()).toEqual(['a', 'b']);
    expect(words(queue)).toEqual(['stored', 'stored']);
    expect(store.documents.get('a')?.receipt?.code).toBe('9901427509.GP.a');
    expect(store.blobs.size).toBe(0);
  });

  test('teaches once what was read and what was accepted; a failure of that does not hold it', async () => {
    const document = signedDocument('a');
    document.metadata.signerName = {
      recognized: { value: 'Hoàng Phúc', confidence: 0.6 },
      typed: 'Nguyễn Hoàng Phúc',
      isConfirmed: true,
    };
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'teach', code: 'SERVER_FAILED' });
    const queue = open(new MemoryStore(signedDocument('b'), document), repository);
    await settle();
    expect(words(queue)).toEqual(['stored', 'stored']);
    expect(repository.taught.map(({ documentId }) => documentId)).toEqual(['a']);
    expect(repository.taught[0]?.fields.signerName).toMatchObject({
      outcome: 'corrected',
      proposed: 'Hoàng Phúc',
      accepted: 'Nguyễn Hoàng Phúc',
    });
  });

  test('that is not signed, was removed or must be signed again stays here', async () => {
    const { signed, ...unsigned } = signedDocument('unsigned');
    const changed = signedDocument('changed', {
      kind: 'scanned',
      ...(signed ? { signed: { ...signed, contentKey: 'other pages' } } : {}),
    });
    const removed = signedDocument('removed', { isRemoved: true });
    const repository = new SimulatedRepository();
    const queue = open(new MemoryStore(unsigned, changed, removed), repository);
    await settle();
    expect(repository.announced.size).toBe(0);
    expect(queue.entries).toEqual([]);
  });

  test.each(['announce', 'send', 'commit'] as const)(
    'is tried again by itself when the server is away at %s, and sent once',
    async (step) => {
      const store = new MemoryStore(signedDocument('a'));
      const repository = new SimulatedRepository();
      repository.failures.push({ step, code: 'SERVER_UNREACHABLE' });
      const queue = open(store, repository);
      await settle();
      expect(words(queue)).toEqual(['waiting']);
      expect(queue.entries[0]?.problem?.code).toBe('SERVER_UNREACHABLE');
      expect(store.blobs.size).toBe(1);
      await settle(2_000);
      expect(words(queue)).toEqual(['stored']);
      expect(repository.sent).toEqual(['a']);
    },
  );

  test('whose commit answer was lost gets the same receipt and is not sent again', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'after-commit', code: 'SERVER_UNREACHABLE' });
    const queue = open(store, repository);
    await settle();
    expect(words(queue)).toEqual(['waiting']);
    await settle(2_000);
    expect(words(queue)).toEqual(['stored']);
    expect(repository.sent).toEqual(['a']);
    expect(repository.receipts.size).toBe(1);
  });

  test('that the server lost after all is sent from the first byte', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'commit', code: 'CONTENT_NOT_RECEIVED' });
    open(store, repository);
    await settle();
    expect(repository.sent).toEqual(['a', 'a']);
    expect(store.documents.get('a')?.state).toBe('stored');
  });

  test('is never called stored when the receipt names other bytes', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    const commit = repository.commit.bind(repository);
    repository.commit = async (id) => ({ ...(await commit(id)), sha256: '0'.repeat(64) });
    const queue = open(store, repository);
    await settle();
    expect(words(queue)).toEqual(['waiting']);
    expect(queue.entries[0]?.problem?.code).toBe('CONTENT_MISMATCH');
    expect(store.blobs.size).toBe(1);
  });

  test('whose bytes are gone from this PC is told, and the others go on', async () => {
    const store = new MemoryStore(signedDocument('a'), signedDocument('b'));
    store.blobs.delete('signed:a');
    const queue = open(store, new SimulatedRepository());
    await settle();
    expect(queue.entries.map((entry) => entry.problem?.code)).toEqual([
      'PAGE_DATA_LOST',
      undefined,
    ]);
    expect(queue.troubledCount).toBe(1);
    expect(queue.waitingCount).toBe(1);
  });
});

describe('what needs a person', () => {
  test('a duplicate waits for a reason and is then sent with it', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'announce', code: 'DUPLICATE_DOCUMENT' });
    const queue = open(store, repository);
    await settle(3_600_000);
    expect(queue.entries[0]?.problem?.code).toBe('DUPLICATE_DOCUMENT');
    expect(repository.announced.size).toBe(0);
    await queue.sendDespiteDuplicate('a', ' Bản cấp lại ');
    await settle();
    expect(repository.announced.get('a')?.duplicateReason).toBe('Bản cấp lại');
    expect(words(queue)).toEqual(['stored']);
  });

  test('a refused signature opens the document for signing again', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'commit', code: 'SIGNATURE_UNTRUSTED' });
    open(store, repository);
    await settle();
    const refused = store.documents.get('a');
    expect(refused).toMatchObject({ state: 'signed', upload: { phase: 'failed' } });
    expect(refused && signingState(refused, [])).toBe('refused');
    expect(store.blobs.size).toBe(1);
  });

  test('an inventory item that somebody else digitized can be let go', async () => {
    const store = new MemoryStore(signedDocument('a', { inventoryItemId: 'item' }));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'commit', code: 'INVENTORY_ITEM_TAKEN' });
    const queue = open(store, repository);
    await settle();
    expect(queue.troubledCount).toBe(1);
    await queue.sendWithoutInventoryItem('a');
    await settle();
    expect(repository.announced.get('a')?.inventoryItemId).toBeNull();
    expect(words(queue)).toEqual(['stored']);
  });

  test('an ended session asks to sign in and then goes on', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    repository.failures.push({ step: 'announce', code: 'NOT_SIGNED_IN' });
    const queue = open(store, repository);
    await settle(3_600_000);
    expect(queue.needsSignIn).toBe(true);
    expect(words(queue)).toEqual(['waiting']);
    queue.retryNow();
    await settle();
    expect(queue.needsSignIn).toBe(false);
    expect(words(queue)).toEqual(['stored']);
  });
});

describe('the queue', () => {
  test('rests while paused and goes on afterwards', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    const queue = open(store, repository);
    queue.pause();
    await settle(60_000);
    expect(repository.announced.size).toBe(0);
    queue.resume();
    await settle();
    expect(words(queue)).toEqual(['stored']);
  });

  test('waits longer each time the server does not answer, and at once when told that it is back', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    for (let i = 0; i < 4; i += 1) {
      repository.failures.push({ step: 'announce', code: 'SERVER_UNREACHABLE' });
    }
    const queue = open(store, repository);
    await settle();
    await settle(2_000);
    expect(queue.nextAttemptAt).toBe(Date.now() + 4_000);
    await settle(4_000);
    expect(queue.nextAttemptAt).toBe(Date.now() + 8_000);
    expect(repository.failures).toHaveLength(1);
    repository.failures.length = 0;
    queue.retryNow();
    await settle();
    expect(words(queue)).toEqual(['stored']);
  });

  test('is sent by one tab; another takes over when that one closes', async () => {
    const store = new MemoryStore(signedDocument('a'));
    const repository = new SimulatedRepository();
    const locks = sharedLocks();
    const first = open(store, repository, locks);
    first.pause();
    const second = open(store, repository, locks);
    await settle(60_000);
    expect(repository.announced.size).toBe(0);
    stops[0]?.();
    await settle();
    expect(words(second)).toEqual(['stored']);
    expect(repository.sent).toEqual(['a']);
  });

  test('frees what a crash left behind after the receipt', async () => {
    const receipt = receiptOf({ documentId: 'a', sha256: 'f'.repeat(64) } as Announcement);
    const store = new MemoryStore(signedDocument('a', { receipt, state: 'stored' }));
    const repository = new SimulatedRepository();
    open(store, repository);
    await settle();
    expect(store.blobs.size).toBe(0);
    expect(repository.announced.size).toBe(0);
  });
});
