import type * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import { healthProofText } from '#lib/protocol/bridge-signatures.ts';
import {
  AuditAnswerSchema,
  BRIDGE_PORT,
  CertificatesAnswerSchema,
  HealthSchema,
  PairAnswerSchema,
  ProvidersAnswerSchema,
  type AuditAnswer,
  type CertificateInfo,
  type ProvidersAnswer,
  type SignBatchRequest,
  type SignEvent,
  type TokenEvent,
} from '#lib/protocol/bridge.ts';
import { VgcaCertificateAnswerSchema, VgcaDocumentAnswerSchema } from '#lib/protocol/vgca.ts';
import { pairingCode } from '#lib/protocol/pairing-code.ts';
import {
  newNonce,
  sendToBridge,
  somethingAnswers,
  type Fetch,
  type SignedBy,
} from './bridge-transport.ts';
import { denied, notPaired, prompting } from './bridge-status.ts';
import type {
  Bridge,
  BridgeObserver,
  BridgeStatus,
  ProbeOptions,
  ScanningBridge,
  UnreadyStatus,
  VgcaBridge,
} from './bridge.ts';
import { loopbackPermission, type LoopbackPermission } from './loopback-permission.ts';
import {
  createPageIdentity,
  IndexedDbIdentityStore,
  pageKeyOf,
  type PageIdentity,
  type PageIdentityStore,
} from './page-identity.ts';
import { BridgeScanning } from './bridge-scanning.ts';
import { parseAnswer } from './parse-answer.ts';
import { readSignEvents } from './sign-events.ts';
import { readTokenEvents } from './token-events.ts';

export type BridgeClientOptions = {
  baseUrl?: string;
  identities?: PageIdentityStore;
  fetch?: Fetch;
  /** The page's own origin, which the health proof is bound to. */
  origin?: string;
  permission?: () => Promise<LoopbackPermission>;
};

type Health = v.InferOutput<typeof HealthSchema>;

/** The bridge on this PC over loopback HTTP, with this browser profile's own key. */
export class BridgeClient implements Bridge, BridgeObserver, VgcaBridge {
  /** The scanners of this PC and its network. */
  readonly scanning: ScanningBridge = new BridgeScanning(async (request) =>
    this.#send(request, await this.#trusted()),
  );
  readonly #baseUrl: string;
  readonly #identities: PageIdentityStore;
  readonly #fetch: Fetch;
  readonly #origin: string;
  readonly #permission: () => Promise<LoopbackPermission>;

  constructor(options: BridgeClientOptions = {}) {
    this.#baseUrl = options.baseUrl ?? `http://127.0.0.1:${BRIDGE_PORT}`;
    this.#identities = options.identities ?? new IndexedDbIdentityStore();
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#origin = options.origin ?? location.origin;
    this.#permission = options.permission ?? loopbackPermission;
  }

  async probe({ mayAsk = false, serverKey }: ProbeOptions = {}): Promise<BridgeStatus> {
    const permission = await this.#permission();
    const identity = permission === 'insecure-page' ? null : await this.#identities.read();
    const pairing = identity?.pairing ?? null;
    const isBlocked = permission === 'insecure-page' || permission === 'denied';
    if (isBlocked) return denied(permission);
    // A pairing shows that the permission was given or is not needed here.
    if (permission === 'prompt' && !mayAsk && !pairing) return prompting();
    try {
      const health = await this.#health(pairing?.pairingId);
      const isStale = serverKey !== undefined && pairing?.serverKey !== serverKey;
      if (!pairing || isStale) return notPaired();
      if (health.instanceKey !== pairing.instanceKey) throw new AppError('BRIDGE_UNTRUSTED');
      if (!health.isPaired) return notPaired();
      const { userName, pairedAt, instanceKey } = pairing;
      return { state: 'ready', userName, pairedAt, instanceKey };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return error.code === 'BRIDGE_NOT_RUNNING'
        ? { ...(await this.#whyUnreachable(error)), wasPaired: pairing !== null }
        : { state: 'untrusted', problem: error };
    }
  }

  async pair(userName: string, serverKey: string, onCode: (code: string) => void): Promise<void> {
    const identity = (await this.#identities.read()) ?? (await createPageIdentity());
    const pageKey = await pageKeyOf(identity);
    const { instanceKey } = await this.#health();
    onCode(
      await pairingCode({
        pageKey: decodeBase64(pageKey),
        serverKey: decodeBase64(serverKey),
        instanceKey: decodeBase64(instanceKey),
      }),
    );
    const body = { pageKey, serverKey, userName };
    const response = await this.#send({ method: 'POST', path: '/v1/pair', body });
    const answer = await parseAnswer(PairAnswerSchema, response);
    // The digits were compared for this key and no other.
    if (answer.instanceKey !== instanceKey) throw new AppError('BRIDGE_UNTRUSTED');
    const { pairingId } = answer;
    const pairedAt = new Date().toISOString();
    await this.#identities.write({
      ...identity,
      pairing: { pairingId, instanceKey, serverKey, userName, pairedAt },
    });
  }

  async unpair(): Promise<void> {
    const signedBy = await this.#paired();
    try {
      await this.#send({ method: 'DELETE', path: '/v1/pair' }, signedBy);
    } finally {
      await this.#identities.write({ ...signedBy.identity, pairing: null });
    }
  }

  async certificates(): Promise<CertificateInfo[]> {
    const signedBy = await this.#trusted();
    const response = await this.#send({ method: 'GET', path: '/v1/certificates' }, signedBy);
    return (await parseAnswer(CertificatesAnswerSchema, response)).certificates;
  }

  async *signBatch(
    request: SignBatchRequest,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<SignEvent> {
    if (signal?.aborted) throw new AppError('USER_CANCELLED');
    const signedBy = await this.#trusted();
    const cancel = () => void this.cancel(request.batchId).catch(() => undefined);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const asked = { method: 'POST', path: '/v1/batches', body: request } as const;
      yield* readSignEvents(await this.#send(asked, signedBy));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async *resume(batchId: string): AsyncGenerator<SignEvent> {
    const path = `/v1/batches/${encodeURIComponent(batchId)}`;
    const signedBy = await this.#trusted();
    yield* readSignEvents(await this.#send({ method: 'GET', path }, signedBy));
  }

  async cancel(batchId: string): Promise<void> {
    const path = `/v1/batches/${encodeURIComponent(batchId)}/cancel`;
    await this.#send({ method: 'POST', path, body: {} }, await this.#paired());
  }

  async vgcaCertificate(): Promise<CertificateInfo> {
    const request = { method: 'POST', path: '/v1/vgca/certificate', body: {} } as const;
    const response = await this.#send(request, await this.#trusted());
    return (await parseAnswer(VgcaCertificateAnswerSchema, response)).certificate;
  }

  async signWithVgca(order: string): Promise<string> {
    const request = { method: 'POST', path: '/v1/vgca/documents', body: { order } } as const;
    const response = await this.#send(request, await this.#trusted());
    return (await parseAnswer(VgcaDocumentAnswerSchema, response)).auditHash;
  }

  async *tokenEvents({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<TokenEvent> {
    const request = { method: 'GET', path: '/v1/events', ...(signal && { signal }) } as const;
    try {
      yield* readTokenEvents(await this.#send(request, await this.#trusted()));
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  async providers(): Promise<ProvidersAnswer> {
    const request = { method: 'GET', path: '/v1/providers' } as const;
    return await parseAnswer(
      ProvidersAnswerSchema,
      await this.#send(request, await this.#trusted()),
    );
  }

  async auditEntries(since?: Date): Promise<AuditAnswer> {
    const query = since ? `?${new URLSearchParams({ since: since.toISOString() })}` : '';
    const request = { method: 'GET', path: `/v1/audit${query}` } as const;
    return await parseAnswer(AuditAnswerSchema, await this.#send(request, await this.#trusted()));
  }

  /** Asks with a fresh nonce; throws BRIDGE_NOT_RUNNING, or BRIDGE_UNTRUSTED for another program. */
  async #health(pairingId?: string): Promise<Health> {
    const nonce = newNonce();
    const query = new URLSearchParams({ c: nonce, ...(pairingId && { p: pairingId }) });
    const request = { method: 'GET', path: `/v1/health?${query}` } as const;
    const health = await parseAnswer(HealthSchema, await this.#send(request).catch(asUntrusted));
    const key = await importPublicKey(health.instanceKey);
    const isProven = await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      decodeBase64(health.proof),
      new TextEncoder().encode(healthProofText(nonce, this.#origin)),
    );
    if (!isProven) throw new AppError('BRIDGE_UNTRUSTED');
    return health;
  }

  async #paired(): Promise<SignedBy & { identity: PageIdentity }> {
    const identity = await this.#identities.read();
    if (!identity?.pairing) throw new AppError('BRIDGE_NOT_PAIRED');
    return { identity, pairing: identity.pairing };
  }

  /** Nothing of a batch is told to a program that is not the paired bridge. */
  async #trusted(): Promise<SignedBy> {
    const signedBy = await this.#paired();
    const { instanceKey } = await this.#health();
    if (instanceKey !== signedBy.pairing.instanceKey) throw new AppError('BRIDGE_UNTRUSTED');
    return signedBy;
  }

  async #send(
    request: Parameters<typeof sendToBridge>[2],
    signedBy: SignedBy | null = null,
  ): Promise<Response> {
    return await sendToBridge(this.#fetch, this.#baseUrl, request, signedBy);
  }

  async #whyUnreachable(problem: AppError): Promise<UnreadyStatus> {
    const permission = await this.#permission();
    if (permission === 'denied' || permission === 'insecure-page') return denied(permission);
    if (await somethingAnswers(this.#fetch, this.#baseUrl)) {
      // Answers without letting this page read: its origin is not on the bridge's list.
      return { state: 'untrusted', problem: new AppError('BRIDGE_BAD_ORIGIN') };
    }
    return permission === 'prompt' ? prompting() : { state: 'not-running', problem };
  }
}

async function importPublicKey(spkiBase64: string): Promise<CryptoKey> {
  try {
    const parameters = { name: 'ECDSA', namedCurve: 'P-256' };
    const spki = decodeBase64(spkiBase64);
    return await crypto.subtle.importKey('spki', spki, parameters, false, ['verify']);
  } catch (error) {
    throw new AppError('BRIDGE_UNTRUSTED', {}, { cause: error });
  }
}

/** A refusal that is no problem of ours comes from another program on the port. */
function asUntrusted(error: unknown): never {
  const isForeign = error instanceof AppError && error.code === 'SERVER_FAILED';
  throw isForeign ? new AppError('BRIDGE_UNTRUSTED', {}, { cause: error }) : error;
}
