import { ownBytes, toHex, type Bytes } from './bytes.ts';

export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

export const digestOctets: Record<DigestName, number> = {
  'SHA-1': 20,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};

export async function digest(name: DigestName, data: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(name, ownBytes(data)));
}

export function sha256(data: Uint8Array): Promise<Bytes> {
  return digest('SHA-256', data);
}

export async function sha256Hex(data: Uint8Array): Promise<string> {
  return toHex(await sha256(data));
}
