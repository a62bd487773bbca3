import type { KeyObject } from 'node:crypto';
import { MANIFEST_TYPE, type Manifest } from '#lib/protocol/bridge.ts';
import { signStatement } from './sign-statement.ts';

/** How long a bridge may accept a manifest; the protocol allows five minutes at most. */
export const MANIFEST_LIFE_SECONDS = 5 * 60;

export type ManifestContent = Pick<
  Manifest,
  'origin' | 'userName' | 'certificateSha256' | 'audience' | 'documents'
>;

/**
 * The manifest as a compact JWS (RFC 7515, ES256): what this person asks to be signed with this
 * certificate from this origin, once, within the next five minutes.
 */
export function signManifest(
  content: ManifestContent,
  { privateKey, id, now }: { privateKey: KeyObject; id: string; now: Date },
): string {
  const iat = Math.floor(now.getTime() / 1000);
  const { origin, userName, certificateSha256, audience, documents } = content;
  const manifest: Manifest = {
    jti: id,
    iat,
    exp: iat + MANIFEST_LIFE_SECONDS,
    origin,
    userName,
    certificateSha256,
    ...(audience && { audience }),
    documents,
  };
  return signStatement(MANIFEST_TYPE, manifest, privateKey);
}
