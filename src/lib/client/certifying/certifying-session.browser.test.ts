import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge } from '#lib/client/bridge/bridge.ts';
import { WorkerDocumentSigner } from '#lib/client/signing/document-signer.ts';
import type { ChosenCertificate } from '#lib/client/signing/signing-source.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { dict, name as pdfName, PdfReference } from '#lib/pdf/objects/pdf-object.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { openPdf } from '#lib/pdf/reading/pdf-file.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { IncrementalUpdate } from '#lib/pdf/writing/incremental-update.ts';
import type { SignerStatus } from '#lib/pki/check-signer.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoCertificate,
} from '#lib/pki/demo-authority.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import { decodeBase64, encodeBase64 } from '#lib/protocol/base64.ts';
import type { SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import type { CertifiableDocument, DocumentVersion } from '#lib/protocol/versions.ts';
import { CertifyingSession } from './certifying-session.svelte.ts';
import { openUnsentSignatures, type UnsentSignature } from './unsent-signatures.ts';
import type { VersionApi } from './version-api.ts';

const now = new Date('2026-11-22T03:00:00Z');
const agency = 'Sở Văn hóa, Thể thao và Du lịch';
const name = 'certifying-session-test';
let root: Uint8Array;
let scanner: DemoCertificate;
let seal: DemoCertificate;
let unsent: Awaited<ReturnType<typeof openUnsentSignatures>>;

beforeAll(async () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const authority = await createDemoAuthority({ now, random });
  root = authority.certificate;
  const issue = (commonName: string) =>
    issueDemoCertificate(authority, { commonName, keyType: 'ec' }, { now, random });
  scanner = await issue('Trần Minh Hà');
  seal = await issue(agency);
});
beforeEach(async () => {
  unsent = await openUnsentSignatures(name);
});
afterEach(async () => {
  unsent[Symbol.dispose]();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
});

const rawSignature = async (key: CryptoKey, bytes: Uint8Array) =>
  new Uint8Array(
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(bytes)),
  );

/** A scan with the signature of the person who scanned it, as the repository has it. */
async function storedPdf(): Promise<Uint8Array> {
  const size = { widthPx: 420, heightPx: 594 };
  const unsigned = await buildSearchablePdf({
    title: 'Giấy phép',
    createdAt: now,
    pages: [
      {
        image: { kind: 'grey', bytes: new Uint8Array(420 * 594).fill(255), ...size },
        frame: { sourceWidthPx: 420, sourceHeightPx: 594, rotation: 0, skewDegrees: 0, dpi: 50.8 },
      },
    ],
  });
  const prepared = await prepareSignature(unsigned, {
    certificateChain: scanner.chain,
    signedAt: now,
    profile: 'scan',
    appearance: null,
  });
  return sealSignature(prepared, await rawSignature(scanner.privateKey, prepared.toBeSigned));
}

/** The repository in memory. */
class Repository implements VersionApi {
  readonly files = new Map<string, Uint8Array>();
  readonly received: UnsentSignature[] = [];
  readonly refusals = new Map<string, ErrorCode>();
  extensions: string[] = [];

  async add(id: string): Promise<CertifiableDocument> {
    const pdf = await storedPdf();
    this.files.set(id, pdf);
    return {
      id,
      code: `KQ-${id}`,
      title: 'Giấy phép',
      numberNotation: `${id}/GP-SVHTTDL`,
      issuedOn: '2024-05-06',
      ownerName: 'Nguyễn Văn An',
      orgUnitName: 'Phòng Quản lý Văn hóa',
      pageCount: 1,
      storedAt: now.toISOString(),
      sha256: await sha256Hex(pdf),
      sizeBytes: pdf.length,
      version: 1,
      level: 'B-B',
      isCertified: false,
    };
  }

  read = async ({ id }: { id: string }) => {
    const pdf = this.files.get(id);
    if (!pdf) throw new AppError('NOT_FOUND');
    return new Blob([new Uint8Array(pdf)]);
  };
  send = async (signature: UnsentSignature): Promise<DocumentVersion> => {
    const refusal = this.refusals.get(signature.documentId);
    if (refusal) throw new AppError(refusal);
    this.received.push(signature);
    return this.#version(signature.documentId);
  };
  extend = async (documentId: string): Promise<DocumentVersion> => {
    const refusal = this.refusals.get(documentId);
    if (refusal) throw new AppError(refusal);
    this.extensions.push(documentId);
    return { ...this.#version(documentId), what: 'extension', level: 'B-LTA' };
  };

  #version(documentId: string): DocumentVersion {
    return {
      documentId,
      ordinal: 2,
      what: 'signature',
      sha256: '',
      sizeBytes: 1,
      baseSha256: '',
      profile: 'copy',
      copyForm: 'true-copy',
      signerName: agency,
      certificateSha256: '',
      level: 'B-B',
      signatures: [],
      bridgeReceipt: null,
      actorName: '',
      at: '',
    };
  }
}

/** Signs with the agency's key as the bridge would. */
class SoftwareBridge implements Bridge {
  readonly requests: SignBatchRequest[] = [];

  probe = async () => ({ state: 'ready' as const, userName: 'Bích', pairedAt: '' });
  pair = async () => undefined;
  unpair = async () => undefined;
  cancel = async () => undefined;
  certificates = async () => [];
  async *signBatch(request: SignBatchRequest): AsyncGenerator<SignEvent> {
    this.requests.push(request);
    yield { event: 'consent' };
    yield { event: 'login' };
    for (const { id, toBeSigned } of request.items) {
      const raw = await rawSignature(seal.privateKey, decodeBase64(toBeSigned));
      yield { event: 'signed', id, signature: encodeBase64(raw), auditHash: 'f'.repeat(64) };
    }
    yield { event: 'done', signed: request.items.length, total: request.items.length };
  }
  async *resume(): AsyncGenerator<SignEvent> {
    yield* [];
  }
}

async function certificate(): Promise<ChosenCertificate> {
  return {
    signerName: agency,
    info: {
      provider: 'pkcs11',
      certificateSha256: await sha256Hex(seal.certificate),
      chain: seal.chain.map(encodeBase64),
      subject: agency,
      issuer: 'CA thử nghiệm',
      serialNumber: '01',
      notBefore: '2026-11-21T00:00:00Z',
      notAfter: '2027-11-21T00:00:00Z',
      keyType: 'ec',
      tokenLabel: 'Dấu cơ quan',
      isDemo: true,
      asksPinEachTime: false,
      pinState: 'ok',
    },
  };
}

const good: SignerStatus = { status: 'good', source: 'ocsp', producedAt: now, nextUpdate: null };

async function open(ids: readonly string[], status: SignerStatus = good) {
  const repository = new Repository();
  const bridge = new SoftwareBridge();
  const session = new CertifyingSession({
    personId: 'bich',
    profile: defaultSigningProfiles.copy,
    agency,
    api: repository,
    unsent,
    signer: new WorkerDocumentSigner(),
    bridge,
    manifests: { key: async () => 'key', issue: async () => 'a.b.c' },
    now: () => now,
    newId: () => crypto.randomUUID(),
    services: {
      trust: async () => ({ anchors: [], hasTimestampAuthority: false }),
      signerStatus: async () => status,
    },
  });
  const documents: CertifiableDocument[] = [];
  for (const id of ids) documents.push(await repository.add(id));
  session.toggleAll(documents);
  return { repository, bridge, session, documents };
}

describe('one consent', () => {
  test('signs all that were chosen; only what was appended is sent, and all of it verifies', async () => {
    const { repository, bridge, session } = await open(['1', '2', '3']);
    session.desk.copyForm = 'copy-of-copy';
    expect(await session.sign(await certificate())).toBe(true);
    expect(session.run.phase).toEqual({ kind: 'done' });
    expect(bridge.requests).toHaveLength(1);
    expect(repository.received.map(({ documentId }) => documentId)).toEqual(['1', '2', '3']);
    expect(session.selected.size).toBe(0);

    const [first] = repository.received;
    const base = repository.files.get('1') ?? new Uint8Array();
    expect(first?.query).toMatchObject({
      baseSha256: await sha256Hex(base),
      profile: 'copy',
      copyForm: 'copy-of-copy',
      level: 'B-B',
      revocation: 'good',
    });
    expect(first?.receipt).toMatchObject({ auditHash: 'f'.repeat(64), tokenLabel: 'Dấu cơ quan' });
    const whole = await new Blob([new Uint8Array(base), first?.appended ?? '']).arrayBuffer();
    const verdicts = await verifySignatures(new Uint8Array(whole), {
      trustAnchors: [root],
      at: new Date(now.getTime() + 60_000),
    });
    expect(verdicts.map(({ isValid }) => isValid)).toEqual([true, true]);
  });

  test('a document that cannot be read fails alone; the next press signs only that one', async () => {
    const { repository, bridge, session } = await open(['1', '2']);
    const lost = repository.files.get('2') ?? new Uint8Array();
    repository.files.delete('2');
    await session.sign(await certificate());
    expect(session.run.items.map(({ state }) => state)).toEqual(['signed', 'failed']);
    expect([...session.selected.keys()]).toEqual(['2']);

    repository.files.set('2', lost);
    await session.sign(await certificate());
    expect(bridge.requests.map(({ items }) => items.length)).toEqual([1, 1]);
    expect(repository.received.map(({ documentId }) => documentId)).toEqual(['1', '2']);
  });

  test('a refused one is told with its reason; an unreachable server costs nothing', async () => {
    const { repository, session } = await open(['1', '2']);
    repository.refusals.set('1', 'DOCUMENT_CHANGED_MEANWHILE');
    repository.refusals.set('2', 'SERVER_UNREACHABLE');
    await session.sign(await certificate());
    expect(session.run.itemOf('1')).toMatchObject({
      state: 'failed',
      problem: { code: 'DOCUMENT_CHANGED_MEANWHILE' },
    });
    expect(session.run.itemOf('2')?.state).toBe('signed');
    expect(session.outbox.waiting).toBe(1);
    repository.refusals.clear();
    expect(await session.outbox.resend()).toBe(true);
    expect(repository.received.map(({ documentId }) => documentId)).toEqual(['2']);
  });
});

describe('before the PIN', () => {
  test('a revoked certificate signs nothing', async () => {
    const revokedAt = new Date(now.getTime() - 86_400_000);
    const revoked = {
      status: 'revoked',
      subject: agency,
      revokedAt,
      reason: 'keyCompromise',
    } as const;
    const { bridge, session } = await open(['1'], revoked);
    expect(await session.sign(await certificate())).toBe(false);
    expect(session.desk.check.refusal?.code).toBe('CERTIFICATE_REVOKED');
    expect(bridge.requests).toHaveLength(0);
  });

  test('where nobody can say, the clerk is asked, and the decision goes with the signature', async () => {
    const unknown = { status: 'unknown', subject: agency, problems: [] } as const;
    const { repository, bridge, session } = await open(['1'], unknown);
    const chosen = await certificate();
    expect(await session.sign(chosen)).toBe(false);
    expect(session.desk.check.question).toBe(agency);
    expect(bridge.requests).toHaveLength(0);
    session.desk.check.signAllTheSame();
    await session.signNow(chosen);
    expect(repository.received[0]?.query.revocation).toBe('accepted-unknown');
  });

  test('a document with content that could be swapped is not signed', async () => {
    const { repository, bridge, session } = await open(['1']);
    const base = repository.files.get('1') ?? new Uint8Array();
    const file = openPdf(base);
    const update = new IncrementalUpdate(file);
    const script = dict({ S: pdfName('JavaScript'), JS: pdfName('x') });
    const catalog = file.trailer.get('Root');
    if (!(catalog instanceof PdfReference)) throw new Error('The catalog is an object of its own');
    update.set(catalog, file.catalog.with({ OpenAction: script }));
    const { bytes } = await update.finish();
    repository.files.set('1', bytes);
    await session.sign(await certificate());
    expect(session.run.itemOf('1')).toMatchObject({
      state: 'failed',
      problem: { code: 'PDF_SUSPICIOUS_CONTENT', details: { findings: ['script'] } },
    });
    expect(bridge.requests).toHaveLength(0);
  });
});

test('raising the level tells one result per document and goes on after a failure', async () => {
  const { repository, session } = await open(['1', '2', '3']);
  repository.refusals.set('2', 'TSA_UNREACHABLE');
  await session.extend();
  expect(session.extension.items.map(({ state, level }) => [state, level])).toEqual([
    ['extended', 'B-LTA'],
    ['failed', undefined],
    ['extended', 'B-LTA'],
  ]);
  expect([...session.selected.keys()]).toEqual(['2']);
  repository.refusals.clear();
  await session.extend();
  expect(repository.extensions.sort()).toEqual(['1', '2', '3']);
});
