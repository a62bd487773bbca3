import type { Bytes } from '../bytes.ts';
import { objectIdentifier, sequence, setOf } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';

/** The unsigned attribute that carries the timestamp of a signature value (EN 319 122-1 §5.3). */
export function signatureTimestampAttribute(token: Uint8Array): Bytes {
  return sequence(objectIdentifier(oids.signatureTimestamp), setOf(token));
}
