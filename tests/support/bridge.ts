import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  X509Certificate,
} from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBridge, type RunningBridge } from '#bridge/bridge.ts';
import { readConfig } from '#bridge/config.ts';
import type { ConsentQuestion, Dialog, PairingQuestion } from '#bridge/dialog/dialog.ts';
import type { DiscoverEscl } from '#bridge/scanning/escl/escl-driver.ts';
import type { ScanningTimes } from '#bridge/scanning/open-scanning.ts';
import { digestOf, isGenuine } from '#bridge/signing/node-signatures.ts';
import type { ChildTimeouts } from '#bridge/signing/pkcs11/module-child.ts';
import { Pkcs11Provider } from '#bridge/signing/pkcs11/pkcs11-provider.ts';
import type { VgcaTimes } from '#bridge/signing/vgca/vgca-service.ts';
import { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { PageIdentity, PageIdentityStore } from '#lib/client/bridge/page-identity.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { buildSignedAttributes, parseSignedAttributes } from '#lib/pki/signed-attributes.ts';
import type {
  CertificateInfo,
  Manifest,
  SignBatchRequest,
  SignEvent,
} from '#lib/protocol/bridge.ts';
import { signManifest, type ManifestContent } from '#lib/server/manifests/sign-manifest.ts';

export const officeOrigin = 'https://so.example.vn';

/** The person at the PC: accepts, refuses, mistypes, or takes their time. Remembers what was asked. */
export class ScriptedDialog implements Dialog {
  readonly name = 'scripted';
  readonly pairings: PairingQuestion[] = [];
  readonly consents: ConsentQuestion[] = [];
  /** What is typed next; `cancel` closes the dialog, `wait` leaves it open until it is withdrawn. */
  answer: { pin: string } | 'cancel' | 'wait' = { pin: '123456' };
  /** Whether the last try of a PIN is risked. */
  finalTry: 'risk' | 'stop' = 'risk';

  async confirmPairing(question: PairingQuestion, signal: AbortSignal): Promise<void> {
    this.pairings.push(question);
    if (this.answer === 'wait') await withdrawn(signal);
    if (this.answer === 'cancel') throw new AppError('BRIDGE_PAIRING_REFUSED');
  }

  async askConsent(question: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null> {
    this.consents.push(question);
    if (this.answer === 'wait') return await withdrawn(signal);
    if (this.answer === 'cancel') throw new AppError('USER_CANCELLED');
    return question.hasPinPad ? null : Buffer.from(this.answer.pin);
  }

  confirmFinalTry(): Promise<void> {
    return this.finalTry === 'stop' || this.answer === 'cancel'
      ? Promise.reject(new AppError('PIN_FINAL_TRY'))
      : Promise.resolve();
  }
}

function withdrawn(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new AppError('USER_CANCELLED')), { once: true });
  return promise;
}

/** A server of ours with its manifest key. */
export function testServer(): {
  serverKey: string;
  manifest(content: ManifestContent, about?: { id?: string; now?: Date }): string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    serverKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    manifest: (content, { id = randomUUID(), now = new Date() } = {}) =>
      signManifest(content, { privateKey, id, now }),
  };
}

export class MemoryIdentityStore implements PageIdentityStore {
  #identity: PageIdentity | null = null;

  read(): Promise<PageIdentity | null> {
    return Promise.resolve(this.#identity);
  }

  write(identity: PageIdentity): Promise<void> {
    this.#identity = identity;
    return Promise.resolve();
  }
}

export type TestBridge = {
  bridge: RunningBridge;
  dialog: ScriptedDialog;
  server: ReturnType<typeof testServer>;
  baseUrl: string;
  dataFolder: string;
  /** A page of this origin, not paired yet. */
  page(origin?: string): BridgeClient;
  /** A page that the person accepted. */
  pairedPage(): Promise<BridgeClient>;
  close(): Promise<void>;
};

/** The real bridge in this process on a port of its own, with a folder that is removed at the end. */
export async function startTestBridge(
  options: {
    modulePaths?: readonly string[];
    moduleTimeouts?: ChildTimeouts;
    vgcaTimes?: VgcaTimes;
    now?: () => Date;
    environment?: Record<string, string>;
    scanningTimes?: ScanningTimes;
    discoverEscl?: DiscoverEscl;
  } = {},
): Promise<TestBridge> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'bridge-'));
  const dialog = new ScriptedDialog();
  const server = testServer();
  const config = readConfig({
    BRIDGE_PORT: '0',
    BRIDGE_DATA_DIR: dataFolder,
    BRIDGE_ORIGINS: officeOrigin,
    BRIDGE_KNOWN_MODULES: 'off',
    BRIDGE_SCAN_DISCOVERY: 'off',
    BRIDGE_SCANIMAGE: 'off',
    BRIDGE_SCAN_FOLDERS: path.join(dataFolder, 'no-scans'),
    BRIDGE_PKCS11_MODULES: options.modulePaths?.join(path.delimiter),
    ...options.environment,
  });
  const bridge = await startBridge({
    config,
    dialog,
    now: options.now ?? (() => new Date()),
    logFailure: (_, error) => console.error(error),
    watchIntervalMs: 200,
    ...(options.vgcaTimes && { vgcaTimes: options.vgcaTimes }),
    ...(options.scanningTimes && { scanningTimes: options.scanningTimes }),
    ...(options.discoverEscl && { discoverEscl: options.discoverEscl }),
    ...(options.moduleTimeouts && { moduleTimeouts: options.moduleTimeouts }),
  });
  const baseUrl = `http://127.0.0.1:${bridge.port}`;
  const page = (origin = officeOrigin) => pageOf(baseUrl, origin);
  return {
    bridge,
    dialog,
    server,
    baseUrl,
    dataFolder,
    page,
    async pairedPage() {
      const paired = page();
      await paired.pair('Trần Minh Hà', server.serverKey, () => undefined);
      return paired;
    },
    async close() {
      await bridge.close();
      await rm(dataFolder, { recursive: true });
    },
  };
}

/** The page's own client over Node's fetch, which sends the origin a browser would. */
export function pageOf(
  baseUrl: string,
  origin: string,
  identities: PageIdentityStore = new MemoryIdentityStore(),
): BridgeClient {
  return new BridgeClient({
    baseUrl,
    origin,
    identities,
    permission: () => Promise.resolve('granted'),
    fetch: (input, init) => fetch(input, { ...init, headers: withOrigin(init, origin) }),
  });
}

function withOrigin(init: RequestInit | undefined, origin: string): Headers {
  const headers = new Headers(init?.headers);
  if (init?.mode !== 'no-cors') headers.set('origin', origin);
  return headers;
}

/** A batch as the page prepares it: real signed attributes of documents nobody else has. */
export async function prepareBatch(
  certificate: CertificateInfo,
  server: Pick<TestBridge['server'], 'manifest'>,
  options: {
    count?: number;
    origin?: string;
    change?: Partial<ManifestContent>;
    now?: Date;
    /** Stated in the attributes. */
    algorithm?: SigningAlgorithm;
  } = {},
): Promise<SignBatchRequest> {
  const { count = 1, origin = officeOrigin, change = {}, now, algorithm } = options;
  const prepared = await Promise.all(
    Array.from({ length: count }, (_, index) => prepareDocument(certificate, index + 1, algorithm)),
  );
  const manifest = server.manifest(
    {
      origin,
      userName: 'Trần Minh Hà',
      certificateSha256: certificate.certificateSha256,
      documents: prepared.map(({ document }) => document),
      ...change,
    },
    now && { now },
  );
  return {
    batchId: randomUUID(),
    provider: certificate.provider,
    certificateSha256: certificate.certificateSha256,
    manifest,
    items: prepared.map(({ document, toBeSigned }) => ({
      id: document.id,
      toBeSigned: toBeSigned.toString('base64'),
    })),
  };
}

async function prepareDocument(
  certificate: CertificateInfo,
  place: number,
  algorithm?: SigningAlgorithm,
): Promise<{ document: Manifest['documents'][number]; toBeSigned: Buffer }> {
  const content = randomBytes(32);
  const messageDigest = createHash(algorithm ? digestOf(algorithm) : 'sha256')
    .update(content)
    .digest();
  const toBeSigned = Buffer.from(
    await buildSignedAttributes({
      messageDigest,
      certificate: Buffer.from(certificate.chain[0] ?? '', 'base64'),
      ...(algorithm && { algorithm }),
    }),
  );
  return {
    toBeSigned,
    document: {
      id: `doc-${place}`,
      title: `Quyết định cấp giấy phép số ${place}`,
      numberNotation: `${place}/QĐ-SVHTTDL`,
      pageCount: 2,
      contentSha256: createHash('sha256').update(content).digest('hex'),
      ...(algorithm && { contentDigest: messageDigest.toString('hex') }),
      attributesSha256: createHash('sha256').update(toBeSigned).digest('hex'),
    },
  };
}

/** Ids whose signature is genuine: made over these attributes with the certificate's key. */
export function genuineIds(
  events: readonly SignEvent[],
  request: SignBatchRequest,
  certificate: CertificateInfo,
): string[] {
  const { publicKey } = new X509Certificate(Buffer.from(certificate.chain[0] ?? '', 'base64'));
  return events.flatMap((event) => {
    if (event.event !== 'signed') return [];
    const item = request.items.find(({ id }) => id === event.id);
    const toBeSigned = Buffer.from(item?.toBeSigned ?? '', 'base64');
    const signature = Buffer.from(event.signature, 'base64');
    const plain = certificate.keyType === 'ec' ? 'ECDSA-SHA256' : 'RSA-PKCS1-SHA256';
    const algorithm = item?.algorithm ?? parseSignedAttributes(toBeSigned).algorithm ?? plain;
    return isGenuine(publicKey, toBeSigned, signature, algorithm) ? [event.id] : [];
  });
}

/** All events of a batch. */
export async function allEvents(events: AsyncIterable<SignEvent>): Promise<SignEvent[]> {
  const all: SignEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The AppError a deed ends with. */
export async function failureOf(deed: Promise<unknown>): Promise<AppError> {
  try {
    await deed;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

/** Stops or kills the child process of a driver, as a driver that hangs or crashes does. */
export function killModule(test: TestBridge, signal: 'SIGKILL' | 'SIGSTOP'): void {
  const provider = test.bridge.providers.find((each) => each instanceof Pkcs11Provider);
  const processIds = [...(provider?.processIds().values() ?? [])].filter((id) => id !== undefined);
  if (processIds.length === 0) throw new Error('No module child runs');
  for (const processId of processIds) process.kill(processId, signal);
}
