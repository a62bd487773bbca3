import { concatBytes, latin1, type Bytes } from '#lib/pki/bytes.ts';

/** Puts TrueType tables together: directory, checksums, four-octet alignment. */
export function buildSfnt(tables: Readonly<Record<string, Uint8Array>>): Bytes {
  const named = Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
  const log = Math.floor(Math.log2(named.length));
  const head = new Uint8Array(12 + named.length * 16);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0x00010000);
  view.setUint16(4, named.length);
  view.setUint16(6, 16 << log);
  view.setUint16(8, log);
  view.setUint16(10, named.length * 16 - (16 << log));

  const parts: Uint8Array[] = [];
  let offset = head.length;
  for (const [index, [tag, data]] of named.entries()) {
    const padded = concatBytes(data, new Uint8Array((4 - (data.length % 4)) % 4));
    const at = 12 + index * 16;
    head.set(latin1(tag), at);
    view.setUint32(at + 4, checksum(padded));
    view.setUint32(at + 8, offset);
    view.setUint32(at + 12, data.length);
    parts.push(padded);
    offset += padded.length;
  }
  return concatBytes(head, ...parts);
}

function checksum(padded: Bytes): number {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
  let sum = 0;
  for (let offset = 0; offset < padded.length; offset += 4) {
    sum = (sum + view.getUint32(offset)) >>> 0;
  }
  return sum;
}
