import { beforeAll, expect, test } from 'vitest';
import { AppError } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { concatBytes, latin1, type Bytes } from '#lib/pki/bytes.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { encodeBase64 } from '#lib/protocol/base64.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import type { VgcaTaskQuery } from '#lib/protocol/vgca.ts';
import type { BridgeReceipt } from '#lib/protocol/versions.ts';
import { WorkerDocumentSigner } from './document-signer.ts';
import { SigningRun } from './signing-run.svelte.ts';
import type { ChosenCertificate, SigningTask } from './signing-source.ts';
import { VgcaDocuments, type VgcaOrders } from './vgca-documents.ts';

const now = new Date('2026-11-22T03:00:00Z');
let chosen: ChosenCertificate;
let paper: Bytes;
beforeAll(async () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const authority = await createDemoAuthority({ now, random });
  const holder = { commonName: 'Trần Minh Hà', keyType: 'rsa' } as const;
  const { certificate, chain } = await issueDemoCertificate(authority, holder, { now, random });
  const info: CertificateInfo = {
    provider: 'vgca',
    certificateSha256: await sha256Hex(certificate),
    chain: chain.map(encodeBase64),
    subject: 'Trần Minh Hà',
    issuer: 'CA thử nghiệm',
    serialNumber: '01',
    notBefore: '2026-11-21T00:00:00Z',
    notAfter: '2027-11-21T00:00:00Z',
    keyType: 'rsa',
    tokenLabel: 'VGCA Sign Service',
    isDemo: true,
    asksPinEachTime: false,
    pinState: 'unknown',
  };
  chosen = { info, signerName: 'Trần Minh Hà' };
  const bytes = new Uint8Array(60 * 85).fill(255);
  const size = { widthPx: 60, heightPx: 85 };
  paper = new Uint8Array(
    await buildSearchablePdf({
      title: 'Giấy phép',
      createdAt: now,
      pages: [
        {
          image: { kind: 'grey', bytes, ...size },
          frame: {
            sourceWidthPx: 60,
            sourceHeightPx: 85,
            rotation: 0,
            skewDegrees: 0,
            dpi: 7,
          },
        },
      ],
    }),
  );
});

const signature = latin1('\n% what VGCA appended');

/** Our server and VGCA Sign Service behind it: what comes back continues what was ordered. */
class StagedVgca implements VgcaOrders {
  readonly asked: VgcaTaskQuery[] = [];
  readonly windows: string[] = [];
  /** Of this order the person closes the window. */
  closedAt = Infinity;
  isRewriting = false;
  #sent: Uint8Array = new Uint8Array();

  async order(pdf: Uint8Array, query: VgcaTaskQuery) {
    this.#sent = pdf;
    this.asked.push(query);
    return { taskId: `task-${this.asked.length}`, order: `order-${this.asked.length}` };
  }
  async result() {
    return concatBytes(
      this.isRewriting ? latin1('%PDF-9') : new Uint8Array(),
      this.#sent,
      signature,
    );
  }
  signWithVgca = async (order: string) => {
    this.windows.push(order);
    if (this.windows.length >= this.closedAt) throw new AppError('VGCA_FAILED', { status: 1 });
    return 'hash of the entry';
  };
}

type Kept = { id: string; pdf: Blob; receipt: BridgeReceipt };

async function sign(vgca: StagedVgca, ids: readonly string[], signsHashes: boolean | null = false) {
  const kept: Kept[] = [];
  const task = async (documentId: string): Promise<SigningTask> => ({
    title: `Giấy phép ${documentId}`,
    numberNotation: '05/GP',
    input: {
      source: { kind: 'as-is', file: new Blob([paper]) },
      certificateChain: chosen.info.chain.map((der) =>
        Uint8Array.from(atob(der), (character) => character.charCodeAt(0)),
      ),
      signedAt: now,
      signerName: 'Trần Minh Hà',
      appearance: {
        profile: defaultSigningProfiles.appendix,
        images: {},
        facts: {
          signerName: 'Trần Minh Hà',
          agency: 'Sở Văn hóa',
          position: '',
          signedAt: now,
          scannedAt: null,
          numberNotation: '05/GP',
          isDemo: true,
        },
      },
    },
    timestampAnchors: null,
    keep: async ({ pdf }, _, receipt) => void kept.push({ id: documentId, pdf, receipt }),
  });
  using signer = new WorkerDocumentSigner();
  const lists: string[] = [];
  const run = new SigningRun({
    source: { task },
    signer,
    bridge: {
      async *signBatch() {
        lists.push('asked');
        yield { event: 'done', signed: 0, total: 0 } as const;
      },
      async *resume() {
        yield* [];
      },
    },
    manifests: { key: async () => '', issue: async () => 'a.b.c' },
    newId: () => crypto.randomUUID(),
    wholeDocuments: new VgcaDocuments({
      bridge: vgca,
      vgca: { signsHashes, look: async () => undefined },
      orders: vgca,
      operation: 'SignCopy',
    }),
  });
  await run.start(ids, chosen);
  return { run, kept, lists };
}

test('a version that signs no lists gets document after document, and each is kept at once', async () => {
  const vgca = new StagedVgca();
  const { run, kept, lists } = await sign(vgca, ['một', 'hai']);
  expect(run.phase.kind).toBe('done');
  expect(lists).toEqual([]);
  expect(vgca.windows).toEqual(['order-1', 'order-2']);
  expect(vgca.asked[0]).toMatchObject({
    operation: 'SignCopy',
    title: 'Giấy phép một',
    certificateSha256: chosen.info.certificateSha256,
  });
  expect(kept.map(({ id }) => id)).toEqual(['một', 'hai']);
  expect(kept[0]?.pdf.size).toBe(paper.length + signature.length);
  expect(kept[0]?.receipt).toMatchObject({ provider: 'vgca', auditHash: 'hash of the entry' });
});

test('a version that signs lists is never made to open a window per document', async () => {
  const vgca = new StagedVgca();
  const { lists } = await sign(vgca, ['một'], true);
  expect(lists).toEqual(['asked']);
  expect(vgca.windows).toEqual([]);
});

test('a window that was closed stops the run; what was signed stays signed', async () => {
  const vgca = new StagedVgca();
  vgca.closedAt = 2;
  const { run, kept } = await sign(vgca, ['một', 'hai', 'ba']);
  expect(run.phase).toMatchObject({ kind: 'stopped', problem: { code: 'VGCA_FAILED' } });
  expect(kept.map(({ id }) => id)).toEqual(['một']);
  expect(vgca.windows).toHaveLength(2);
  expect(run.items.map(({ state }) => state)).toEqual(['signed', 'waiting', 'waiting']);
});

test('what does not continue the document that was sent is not kept', async () => {
  const vgca = new StagedVgca();
  vgca.isRewriting = true;
  const { run, kept } = await sign(vgca, ['một']);
  expect(run.items[0]).toMatchObject({ state: 'failed', problem: { code: 'CONTENT_MISMATCH' } });
  expect(kept).toEqual([]);
});
