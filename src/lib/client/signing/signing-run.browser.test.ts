import { beforeAll, describe, expect, test } from 'vitest';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import type { Bridge } from '#lib/client/bridge/bridge.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { emptyDraft } from '#lib/domain/metadata.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoCertificate,
} from '#lib/pki/demo-authority.ts';
import { decodeBase64, encodeBase64 } from '#lib/protocol/base64.ts';
import type { CertificateInfo, SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import { WorkerDocumentSigner } from './document-signer.ts';
import type { ManifestRequest } from './manifests.ts';
import { BatchSigningSource } from './batch-signing-source.ts';
import type { SignerAgreement } from './signer-check.svelte.ts';
import { SigningRun } from './signing-run.svelte.ts';
import type { ChosenCertificate } from './signing-source.ts';

const now = new Date('2026-11-22T03:00:00Z');
let key: DemoCertificate;
let root: Uint8Array;
let jpeg: Blob;

beforeAll(async () => {
  const sources = {
    now,
    random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  const authority = await createDemoAuthority(sources);
  root = authority.certificate;
  key = await issueDemoCertificate(
    authority,
    { commonName: 'Trần Minh Hà', keyType: 'ec' },
    sources,
  );
  jpeg = await drawnPage('image/jpeg');
});

async function drawnPage(type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(827, 1170);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 827, 1170);
  context.fillStyle = 'black';
  context.fillRect(100, 100, 400, 30);
  return canvas.convertToBlob({ type, quality: 0.9 });
}

async function certificate(): Promise<ChosenCertificate> {
  const info: CertificateInfo = {
    provider: 'pkcs12',
    certificateSha256: await sha256Hex(key.certificate),
    chain: key.chain.map(encodeBase64),
    subject: 'CN=Trần Minh Hà',
    issuer: 'CN=CA thử nghiệm',
    serialNumber: '01',
    notBefore: '2026-11-21T00:00:00Z',
    notAfter: '2027-11-21T00:00:00Z',
    keyType: 'ec',
    tokenLabel: 'demo',
    isDemo: true,
    asksPinEachTime: false,
    pinState: 'ok',
  };
  return { info, signerName: 'Trần Minh Hà' };
}

function page(id: string): Page {
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

const layer: TextLayer = {
  widthPx: 827,
  heightPx: 1170,
  meanConfidence: 95,
  lines: [
    {
      box: { x: 100, y: 100, width: 400, height: 30 },
      baseline: { x0: 100, y0: 125, x1: 500, y1: 125 },
      words: [
        { text: 'GIẤY', confidence: 95, box: { x: 100, y: 100, width: 180, height: 30 } },
        { text: 'PHÉP', confidence: 95, box: { x: 300, y: 100, width: 200, height: 30 } },
      ],
    },
  ],
};

function acceptedDocument(id: string): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'scanned',
    fileName: `${id}.jpg`,
    importedAt: '2026-11-22T02:00:00Z',
    pageIds: [`page-${id}`],
    state: 'tagged',
    metadata: { ...emptyDraft(), title: { typed: 'Giấy phép', isConfirmed: true } },
    procedureId: 'procedure',
    inventoryItemId: null,
    acceptedAt: '2026-11-22T02:30:00Z',
    isRemoved: false,
  };
}

/** A batch in memory whose pages are all the same JPEG, unless told otherwise. */
class MemoryBatch {
  readonly documents: Map<string, BatchDocument>;
  readonly signed = new Map<string, Blob>();
  readonly lostPages = new Set<string>();
  revision = 0;

  constructor(ids: readonly string[]) {
    this.documents = new Map(ids.map((id) => [id, acceptedDocument(id)]));
  }
  documentById = (id: string) => this.documents.get(id);
  pagesOf = (id: string) => [{ ...page(id), sha256: `${this.revision}`.padStart(64, '0') }];
  textLayers = async () => [layer];
  saveSignedPdf = async (document: BatchDocument, pdf: Blob) => {
    this.documents.set(document.id, document);
    this.signed.set(document.id, pdf);
  };
  readPageImage = async (pageId: string) => {
    if (this.lostPages.has(pageId)) throw new AppError('PAGE_DATA_LOST');
    return jpeg;
  };
  readAsIsFile = async () => new Blob();
}

/** Signs with the demo key as the bridge would, and can be interrupted after some documents. */
class SoftwareBridge implements Bridge {
  readonly requests: SignBatchRequest[] = [];
  breakAfter = Infinity;
  refusal: AppError | null = null;
  spoilFor: string | null = null;

  probe = async () => ({ state: 'ready' as const, userName: 'Hà', pairedAt: '' });
  pair = async () => undefined;
  unpair = async () => undefined;
  cancel = async () => undefined;
  certificates = async () => [(await certificate()).info];

  async *signBatch(
    request: SignBatchRequest,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<SignEvent> {
    this.requests.push(request);
    yield* this.#events(request, this.breakAfter, signal);
  }
  async *resume(batchId: string): AsyncGenerator<SignEvent> {
    const request = this.requests.find((each) => each.batchId === batchId);
    if (!request) throw new AppError('NOT_FOUND');
    yield* this.#events(request, Infinity);
  }

  async *#events(
    { items }: SignBatchRequest,
    breakAfter: number,
    signal?: AbortSignal,
  ): AsyncGenerator<SignEvent> {
    yield { event: 'consent' };
    const total = items.length;
    if (this.refusal) {
      const error = { code: this.refusal.code, details: {} };
      yield { event: 'stopped', error, signed: 0, total };
      return;
    }
    yield { event: 'login' };
    for (const [place, { id, toBeSigned }] of items.entries()) {
      if (place >= breakAfter) throw new AppError('BRIDGE_NOT_RUNNING');
      if (signal?.aborted) {
        const error = { code: 'USER_CANCELLED' as const, details: {} };
        yield { event: 'stopped', error, signed: place, total };
        return;
      }
      const bytes = decodeBase64(toBeSigned);
      if (id === this.spoilFor) bytes[0] = 0;
      const raw = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        key.privateKey,
        bytes,
      );
      yield { event: 'signed', id, signature: encodeBase64(new Uint8Array(raw)) };
    }
    yield { event: 'done', signed: total, total };
  }
}

const trust = { anchors: [], hasTimestampAuthority: false };

function open(
  ids: readonly string[],
  agreement: SignerAgreement = { trust, revocation: 'good' },
  profile: SigningProfile = defaultSigningProfiles.scan,
) {
  const batch = new MemoryBatch(ids);
  const bridge = new SoftwareBridge();
  const manifests: ManifestRequest[] = [];
  const run = new SigningRun({
    source: new BatchSigningSource({
      batch,
      reader: batch,
      terms: { profile, agency: 'Sở Văn hóa', image: async () => new Uint8Array() },
      agreement: () => agreement,
      now: () => now,
    }),
    bridge,
    signer: new WorkerDocumentSigner(),
    manifests: {
      key: async () => 'key',
      issue: async (request) => {
        manifests.push(request);
        return 'a.b.c';
      },
    },
    newId: () => crypto.randomUUID(),
  });
  const states = () => run.items.map((item) => item.state);
  return { batch, bridge, manifests, run, states };
}

describe('one press signs the chosen documents', () => {
  test('with one consent, each sealed into a valid PDF and queued', async () => {
    const { batch, bridge, manifests, run } = open(['a', 'b', 'c']);
    await run.start(['a', 'b', 'c'], await certificate());
    expect(run.phase).toEqual({ kind: 'done' });
    expect(bridge.requests).toHaveLength(1);
    expect(manifests[0]?.documents.map(({ title, pageCount }) => [title, pageCount])).toEqual([
      ['Giấy phép', 1],
      ['Giấy phép', 1],
      ['Giấy phép', 1],
    ]);
    expect(batch.signed.size).toBe(3);
    const pdf = new Uint8Array(await (batch.signed.get('b') ?? new Blob()).arrayBuffer());
    const [report] = await verifySignatures(pdf, { trustAnchors: [root], at: now });
    expect(report).toMatchObject({ isValid: true, reasons: [] });
    expect(report?.coverage.coversWholeDocument).toBe(true);
    const document = batch.documents.get('b');
    expect(document).toMatchObject({ state: 'signed', upload: { phase: 'queued' } });
    expect(document?.signed?.sha256).toBe(await sha256Hex(pdf));
  });

  test('and keeps the JPEG bytes of the scan as they are', async () => {
    const { batch, run } = open(['a']);
    await run.start(['a'], await certificate());
    const pdf = new Uint8Array(await (batch.signed.get('a') ?? new Blob()).arrayBuffer());
    const scan = new Uint8Array(await jpeg.arrayBuffer());
    const latin1 = new TextDecoder('latin1');
    expect(latin1.decode(pdf).includes(latin1.decode(scan))).toBe(true);
  });
});

describe('what stops a run leaves what was signed', () => {
  test('a lost connection is taken up again, and nothing is sealed twice', async () => {
    const { batch, bridge, run, states } = open(['a', 'b', 'c']);
    bridge.breakAfter = 2;
    await run.start(['a', 'b', 'c'], await certificate());
    expect(run.phase).toEqual({ kind: 'done' });
    expect(states()).toEqual(['signed', 'signed', 'signed']);
    expect(bridge.requests).toHaveLength(1);
    expect(batch.signed.size).toBe(3);
  });

  test('a wrong PIN stops with its reason; the next run signs all', async () => {
    const { bridge, run, states } = open(['a', 'b']);
    bridge.refusal = new AppError('PIN_INCORRECT');
    await run.start(['a', 'b'], await certificate());
    expect(run.phase).toEqual({ kind: 'stopped', problem: { code: 'PIN_INCORRECT', details: {} } });
    expect(states()).toEqual(['waiting', 'waiting']);
    bridge.refusal = null;
    await run.start(['a', 'b'], await certificate());
    expect(states()).toEqual(['signed', 'signed']);
  });

  test('a page that cannot be read fails its document alone', async () => {
    const { batch, run } = open(['a', 'b']);
    batch.lostPages.add('page-a');
    await run.start(['a', 'b'], await certificate());
    expect(run.itemOf('a')).toMatchObject({ state: 'failed', problem: { code: 'PAGE_DATA_LOST' } });
    expect(run.itemOf('b')?.state).toBe('signed');
  });

  test('a signature that does not fit the certificate is never stored', async () => {
    const { batch, bridge, run } = open(['a', 'b']);
    bridge.spoilFor = 'a';
    await run.start(['a', 'b'], await certificate());
    expect(run.itemOf('a')).toMatchObject({ problem: { code: 'SIGNATURE_NOT_VERIFIED' } });
    expect([...batch.signed.keys()]).toEqual(['b']);
  });

  test('an expired certificate stops before anybody is asked for a PIN', async () => {
    const { bridge, run } = open(['a']);
    const chosen = await certificate();
    const sources = { now, random: (n: number) => crypto.getRandomValues(new Uint8Array(n)) };
    const old = await issueDemoCertificate(
      await createDemoAuthority(sources),
      {
        commonName: 'Trần Minh Hà',
        keyType: 'ec',
        notBefore: new Date('2024-01-01T00:00:00Z'),
        notAfter: new Date('2025-01-01T00:00:00Z'),
      },
      sources,
    );
    await run.start(['a'], {
      ...chosen,
      info: { ...chosen.info, chain: old.chain.map(encodeBase64) },
    });
    expect(run.phase).toMatchObject({ kind: 'stopped', problem: { code: 'CERTIFICATE_EXPIRED' } });
    expect(bridge.requests).toHaveLength(0);
  });

  test('pages changed while signing are not stored under the old signature', async () => {
    const { batch, bridge, run } = open(['a']);
    const sign = bridge.signBatch.bind(bridge);
    bridge.signBatch = (request, options) => {
      batch.revision = 1;
      return sign(request, options);
    };
    await run.start(['a'], await certificate());
    expect(run.itemOf('a')).toMatchObject({ problem: { code: 'DOCUMENT_STATE_CONFLICT' } });
    expect(batch.signed.size).toBe(0);
  });
});

test('more than 200 documents are signed in parts', async () => {
  const ids = Array.from({ length: 203 }, (_, place) => `d${place}`);
  const { bridge, run } = open(ids);
  await run.start(ids, await certificate());
  expect(bridge.requests.map(({ items }) => items.length)).toEqual([200, 3]);
  expect(run.signedCount).toBe(203);
});
