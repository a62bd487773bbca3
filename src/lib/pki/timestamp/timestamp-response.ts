import { DerError, readDer } from '../der/der-reader.ts';
import { tags } from '../der/tags.ts';

/** TimeStampResp (RFC 3161 §2.4.2). */
export type TimestampResponse =
  { isGranted: true; /** DER. */ token: Uint8Array } | { isGranted: false; reason: string };

/** PKIFailureInfo bits by the names that RFC 3161 gives them. */
const failures: Record<number, string> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** DerError when the bytes are no response. */
export function readTimestampResponse(bytes: Uint8Array): TimestampResponse {
  const [info, token] = readDer(bytes, 'ber').sequence();
  const status = info?.child(0).integer();
  if (!info || status === undefined) throw new DerError('Not a timestamp response');
  // granted, grantedWithMods
  if (status === 0n || status === 1n) {
    if (!token) throw new DerError('Granted, but no token came');
    return { isGranted: true, token: token.bytes };
  }
  const bits = info.find(tags.bitString)?.setBits() ?? [];
  const names = bits.map((bit) => failures[bit] ?? `failure ${bit}`);
  return { isGranted: false, reason: [`status ${status}`, ...names].join(', ') };
}
