import { AppError } from '#lib/domain/app-error.ts';
import { MANIFEST_TYPE, ManifestSchema, type Manifest } from '#lib/protocol/bridge.ts';
import { readServerStatement } from './server-statement.ts';

/** The longest a manifest may live, and how far the server's clock may be from this PC's. */
const maxLifeSeconds = 5 * 60;
const clockLeewaySeconds = 60;

export type ManifestContext = {
  /** The key pinned at pairing, SPKI base64. */
  serverKey: string;
  /** Of the request. */
  origin: string;
  nowMs: number;
  /** Of this bridge, SPKI base64; null where no bridge signs: such a manifest names none. */
  instanceKey: string | null;
};

/**
 * The payload of a manifest that our server signed for this page and this moment; anything else is
 * MANIFEST_INVALID with the reason in its details. Whether it was used before is asked afterwards.
 */
export async function checkManifest(jws: string, context: ManifestContext): Promise<Manifest> {
  const { serverKey, instanceKey } = context;
  const read = await readServerStatement(jws, {
    serverKey,
    type: MANIFEST_TYPE,
    schema: ManifestSchema,
  });
  if ('problem' in read) throw invalid(read.problem);
  const manifest = read.payload;
  if (manifest.origin !== context.origin) throw invalid('origin');
  const { audience = instanceKey } = manifest;
  if (audience !== instanceKey) throw invalid('audience');
  assertInTime(manifest, context.nowMs);
  return manifest;
}

/** Five minutes at most, and now among them; MANIFEST_INVALID otherwise. */
export function assertInTime({ iat, exp }: Pick<Manifest, 'iat' | 'exp'>, nowMs: number): void {
  const nowSeconds = nowMs / 1000;
  const lifeSeconds = exp - iat;
  if (lifeSeconds <= 0 || lifeSeconds > maxLifeSeconds) throw invalid('lifetime');
  if (iat > nowSeconds + clockLeewaySeconds) throw invalid('not-yet-valid');
  if (exp < nowSeconds - clockLeewaySeconds) throw invalid('expired');
}

/** When the manifest stops being accepted, in milliseconds. */
export function acceptableUntilMs({ exp }: Pick<Manifest, 'exp'>): number {
  return (exp + clockLeewaySeconds) * 1000;
}

export function invalid(reason: string, documentId?: string): AppError {
  return new AppError('MANIFEST_INVALID', {
    reason,
    ...(documentId === undefined ? {} : { documentId }),
  });
}
