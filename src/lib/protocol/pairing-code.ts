export type PairingKeys = {
  /** P-256 public keys, SPKI DER. */
  pageKey: Uint8Array;
  serverKey: Uint8Array;
  instanceKey: Uint8Array;
};

/**
 * The six digits that the page and the bridge both show before a pairing is accepted: the first
 * 20 bits of SHA-256 over the three keys, modulo 1,000,000. Another key on any side, other digits.
 */
export async function pairingCode(keys: PairingKeys): Promise<string> {
  const joined = new Uint8Array([...keys.pageKey, ...keys.serverKey, ...keys.instanceKey]);
  const digest = new DataView(await crypto.subtle.digest('SHA-256', joined));
  const first20Bits = digest.getUint32(0) >>> 12;
  return String(first20Bits % 1_000_000).padStart(6, '0');
}
