import { sign, type KeyObject } from 'node:crypto';

/** What our server states to bridges as a compact JWS (RFC 7515, ES256) of this `typ`. */
export function signStatement(type: string, payload: object, privateKey: KeyObject): string {
  const signed = `${encode({ alg: 'ES256', typ: type })}.${encode(payload)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
