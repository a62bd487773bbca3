import { AppError } from '#lib/domain/app-error.ts';
import { encodeBase64Url } from '#lib/protocol/base64.ts';
import { formatAuthorization, requestText } from '#lib/protocol/bridge-signatures.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import type { PageIdentity, PagePairing } from './page-identity.ts';

/** The browser's address-space hint (Local Network Access), not yet in the DOM types. */
type LoopbackRequestInit = RequestInit & { targetAddressSpace?: 'loopback' };

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export type SignedBy = { identity: PageIdentity; pairing: PagePairing };

/**
 * One request to the bridge: no cookies, no redirects. Throws BRIDGE_NOT_RUNNING when nothing can
 * be reached and the AppError of a refused request.
 */
export async function sendToBridge(
  fetchResponse: Fetch,
  baseUrl: string,
  request: {
    method: 'GET' | 'POST' | 'DELETE';
    path: string;
    body?: unknown;
    signal?: AbortSignal;
  },
  signedBy: SignedBy | null,
): Promise<Response> {
  const { method, path, signal } = request;
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const init: LoopbackRequestInit = {
    method,
    body,
    headers: {
      ...(body !== null && { 'content-type': 'application/json' }),
      ...(signedBy && { authorization: await authorize(signedBy, method, path, body ?? '') }),
    },
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    targetAddressSpace: 'loopback',
    ...(signal && { signal }),
  };
  const response = await reach(() => fetchResponse(`${baseUrl}${path}`, init));
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}

/** Whether anything answers there, even if this page may not read the answer. */
export async function somethingAnswers(fetchResponse: Fetch, baseUrl: string): Promise<boolean> {
  const init: LoopbackRequestInit = {
    mode: 'no-cors',
    cache: 'no-store',
    credentials: 'omit',
    targetAddressSpace: 'loopback',
  };
  try {
    await fetchResponse(`${baseUrl}/v1/health`, init);
    return true;
  } catch {
    return false;
  }
}

/** Turns a network failure into BRIDGE_NOT_RUNNING; an abort stays what it is. */
export async function reach<Result>(deed: () => Promise<Result>): Promise<Result> {
  try {
    return await deed();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new AppError('BRIDGE_NOT_RUNNING', {}, { cause: error });
  }
}

export function newNonce(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(24)));
}

async function authorize(
  { identity, pairing }: SignedBy,
  method: string,
  path: string,
  body: string,
): Promise<string> {
  const encoder = new TextEncoder();
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(body));
  const bodySha256 = Array.from(new Uint8Array(digest), toHex).join('');
  const timeMs = Date.now();
  const nonce = newNonce();
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    identity.keys.privateKey,
    encoder.encode(requestText({ method, path, timeMs, nonce, bodySha256 })),
  );
  return formatAuthorization({
    pairingId: pairing.pairingId,
    timeMs,
    nonce,
    signature: encodeBase64Url(new Uint8Array(signature)),
  });
}

function toHex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
