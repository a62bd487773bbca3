/** Where the service listens by default. */
const usualUrl = 'wss://127.0.0.1:8987';

/** BRIDGE_VGCA; null: not asked at all. */
export type VgcaSetting = {
  url: string;
  /** Told as missing when it does not answer; else it is just not there. */
  isExpected: boolean;
};

/**
 * `auto` (asked whether it runs), `off`, or the address of the service on this PC, for which nothing
 * but loopback is accepted; undefined for anything else.
 */
export function parseVgcaSetting(value: string): VgcaSetting | null | undefined {
  if (value === 'off') return null;
  if (value === 'auto') return { url: usualUrl, isExpected: false };
  const url = URL.parse(value);
  const isLoopback = url?.hostname === '127.0.0.1' || url?.hostname === '[::1]';
  const isBare = url?.pathname === '/' && url.search === '' && url.username === '';
  if (url?.protocol !== 'wss:' || !isLoopback || !isBare || url.port === '') return undefined;
  return { url: url.origin === 'null' ? `wss://${url.host}` : url.origin, isExpected: true };
}
