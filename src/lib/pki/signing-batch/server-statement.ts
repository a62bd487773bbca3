import * as v from 'valibot';
import { decodeBase64, decodeBase64Url } from '#lib/protocol/base64.ts';
import { utf8 } from '../bytes.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * The payload of what our server states as a compact JWS (RFC 7515, ES256) of this `typ`, or the part
 * that is wrong with it. `serverKey`: SPKI base64.
 */
export async function readServerStatement<Schema extends v.GenericSchema>(
  jws: string,
  expected: { serverKey: string; type: string; schema: Schema },
): Promise<{ payload: v.InferOutput<Schema> } | { problem: 'header' | 'signature' | 'content' }> {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const Header = v.strictObject({ alg: v.literal('ES256'), typ: v.literal(expected.type) });
  if (!v.is(Header, parseJson(header))) return { problem: 'header' };
  const key = await importKey(expected.serverKey);
  const isSigned = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    decoded(signature) ?? new Uint8Array(),
    utf8(`${header}.${payload}`),
  );
  if (!isSigned) return { problem: 'signature' };
  const parsed = v.safeParse(expected.schema, parseJson(payload));
  return parsed.success ? { payload: parsed.output } : { problem: 'content' };
}

function importKey(serverKey: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', decodeBase64(serverKey), algorithm, false, ['verify']);
}

function parseJson(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(decoded(part) ?? new Uint8Array()));
  } catch {
    return null;
  }
}

function decoded(part: string): Uint8Array<ArrayBuffer> | null {
  try {
    return decodeBase64Url(part);
  } catch {
    return null;
  }
}
