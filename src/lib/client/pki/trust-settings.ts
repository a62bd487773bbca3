import { requestJson } from '#lib/client/server-api/request-json.ts';
import { TrustSettingsSchema, type TrustSettings } from '#lib/protocol/trust-anchors.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { AnchorPurpose } from '#lib/protocol/trust-anchors.ts';

/** What the server trusts. Throws the server's AppError, `SERVER_UNREACHABLE`. */
export function loadTrustSettings(signal?: AbortSignal): Promise<TrustSettings> {
  return requestJson('/api/pki/trust-anchors', TrustSettingsSchema, signal ? { signal } : {});
}

/** DER certificates of the anchors that may vouch for this. */
export function anchorsFor(settings: TrustSettings, purpose: AnchorPurpose): Uint8Array[] {
  return settings.anchors
    .filter(({ purposes }) => purposes.includes(purpose))
    .map(({ certificate }) => decodeBase64(certificate));
}
