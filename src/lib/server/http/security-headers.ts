import { BRIDGE_PORT } from '#lib/protocol/bridge.ts';

/** What the build names, because it does not know yet where the bridge listens. */
const anyBridge = 'http://127.0.0.1:*';

type Settings = {
  origin: string;
  /** Where pages look for the bridge on their own PC; null: its usual port. */
  bridgeUrl: string | null;
};

/**
 * Headers of every answer. Of all programs on the person's PC, a page reaches the bridge alone; only
 * our own pages, in no frame, may ask the browser for its permission to (Local Network Access).
 */
export function setSecurityHeaders(headers: Headers, { origin, bridgeUrl }: Settings): void {
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set(
    'permissions-policy',
    'camera=(), microphone=(), geolocation=(), local-network=(), loopback-network=(self)',
  );
  if (origin.startsWith('https:')) {
    headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
  const policy = headers.get('content-security-policy');
  if (policy?.includes(anyBridge) === true) {
    const bridge = bridgeUrl === null ? `http://127.0.0.1:${BRIDGE_PORT}` : originOf(bridgeUrl);
    headers.set('content-security-policy', policy.replaceAll(anyBridge, bridge));
  }
}

function originOf(address: string): string {
  return new URL(address).origin;
}
