import { requestJson } from '#lib/client/server-api/request-json.ts';
import { ManifestAnswerSchema, ManifestKeySchema, type Manifest } from '#lib/protocol/bridge.ts';

export type ManifestRequest = Pick<Manifest, 'certificateSha256' | 'audience' | 'documents'>;

/** Our server vouches for the list that the bridge shows. Both throw `AppError`. */
export interface Manifests {
  /** Public key with which the server signs manifests, SPKI base64; the bridge pins it at pairing. */
  key(): Promise<string>;
  /** A compact JWS, valid for five minutes. */
  issue(request: ManifestRequest): Promise<string>;
}

export const httpManifests: Manifests = {
  async key() {
    return (await requestJson('/api/signing/manifests/key', ManifestKeySchema)).serverKey;
  },
  async issue(request) {
    const answer = await requestJson('/api/signing/manifests', ManifestAnswerSchema, {
      body: request,
    });
    return answer.manifest;
  },
};
