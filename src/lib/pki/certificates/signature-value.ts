import type { DerNode } from '../der/der-reader.ts';
import { tags } from '../der/tags.ts';

/**
 * From the BIT STRING of `SIGNED{…}`. One that is not made of whole octets is a wrong signature, not
 * an unreadable object: it comes back empty, which no key ever makes.
 */
export function readSignatureValue(node: DerNode): Uint8Array {
  const [unusedBits] = node.expect(tags.bitString).contents;
  return unusedBits === 0 ? node.bitString() : new Uint8Array();
}
