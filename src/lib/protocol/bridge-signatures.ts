/** What the installation key of the bridge signs in a health answer. */
export function healthProofText(nonce: string, origin: string): string {
  return `health:${nonce}:${origin}`;
}

export type SignedRequest = {
  method: string;
  /** Path and query as sent. */
  path: string;
  timeMs: number;
  nonce: string;
  /** SHA-256 of the body's bytes (of no bytes for a request without one), lower-case hex. */
  bodySha256: string;
};

/** What the page key signs for every request after pairing. */
export function requestText(request: SignedRequest): string {
  const { method, path, timeMs, nonce, bodySha256 } = request;
  return [method, path, timeMs, nonce, bodySha256].join('\n');
}

export type RequestAuthorization = {
  pairingId: string;
  timeMs: number;
  nonce: string;
  /** IEEE P1363, base64url. */
  signature: string;
};

export function formatAuthorization(authorization: RequestAuthorization): string {
  const { pairingId, timeMs, nonce, signature } = authorization;
  return `Bridge ${pairingId}.${timeMs}.${nonce}.${signature}`;
}

/** The parts of the header; `null` when it is not ours. */
export function parseAuthorization(header: string | undefined): RequestAuthorization | null {
  const match = /^Bridge ([\w-]{1,64})\.(\d{1,15})\.([\w-]{16,64})\.([\w-]{86})$/u.exec(
    header ?? '',
  );
  if (!match) return null;
  const [, pairingId = '', timeMs = '', nonce = '', signature = ''] = match;
  return { pairingId, timeMs: Number(timeMs), nonce, signature };
}
