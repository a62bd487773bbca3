import { verify } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { MANIFEST_TYPE, ManifestSchema, type Manifest } from '#lib/protocol/bridge.ts';
import { parsePublicKey } from '../pairing/page-key.ts';

/** The longest a manifest may live, and how far the server's clock may be from this PC's. */
const maxLifeSeconds = 5 * 60;
const clockLeewaySeconds = 60;

const HeaderSchema = v.strictObject({ alg: v.literal('ES256'), typ: v.literal(MANIFEST_TYPE) });

export type ManifestContext = {
  /** The key pinned at pairing, SPKI base64. */
  serverKey: string;
  /** Of the request. */
  origin: string;
  nowMs: number;
  /** Of this bridge, SPKI base64. */
  instanceKey: string;
};

/**
 * The payload of a manifest that our server signed for this page and this moment; anything else is
 * MANIFEST_INVALID with the reason in its details. Whether it was used before is asked afterwards.
 */
export function checkManifest(jws: string, context: ManifestContext): Manifest {
  const manifest = readSigned(jws, context.serverKey);
  if (manifest.origin !== context.origin) throw invalid('origin');
  const { audience = context.instanceKey } = manifest;
  if (audience !== context.instanceKey) throw invalid('audience');
  const nowSeconds = context.nowMs / 1000;
  const lifeSeconds = manifest.exp - manifest.iat;
  if (lifeSeconds <= 0 || lifeSeconds > maxLifeSeconds) throw invalid('lifetime');
  if (manifest.iat > nowSeconds + clockLeewaySeconds) throw invalid('not-yet-valid');
  if (manifest.exp < nowSeconds - clockLeewaySeconds) throw invalid('expired');
  return manifest;
}

/** When the manifest stops being accepted, in milliseconds. */
export function acceptableUntilMs({ exp }: Manifest): number {
  return (exp + clockLeewaySeconds) * 1000;
}

export function invalid(reason: string, documentId?: string): AppError {
  return new AppError('MANIFEST_INVALID', {
    reason,
    ...(documentId === undefined ? {} : { documentId }),
  });
}

function readSigned(jws: string, serverKey: string): Manifest {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  if (!v.is(HeaderSchema, parseJson(header))) throw invalid('header');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: parsePublicKey(serverKey), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw invalid('signature');
  const parsed = v.safeParse(ManifestSchema, parseJson(payload));
  if (!parsed.success) throw invalid('content');
  return parsed.output;
}

function parseJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
