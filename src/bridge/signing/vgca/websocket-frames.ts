import { randomBytes } from 'node:crypto';

/** RFC 6455 §5.2. */
export const opcodes = { continuation: 0x0, text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;

export type Frame = { opcode: number; isFinal: boolean; payload: Buffer };

/** More than any answer of a signing service has. */
export const maxFrameBytes = 4 * 1024 * 1024;

/** One final frame; what a client sends is masked (§5.3). */
export function encodeFrame(opcode: number, payload: Buffer, isMasked: boolean): Buffer {
  const head = Buffer.concat([
    Buffer.of(0x80 | opcode),
    encodeLength(payload.length, isMasked ? 0x80 : 0),
  ]);
  if (!isMasked) return Buffer.concat([head, payload]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, masked(payload, mask)]);
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  /** The frames that are complete now. Throws RangeError when one is larger than it may be. */
  push(bytes: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    for (let frame = this.#take(); frame; frame = this.#take()) frames.push(frame);
    return frames;
  }

  #take(): Frame | null {
    const [first, second] = this.#rest;
    if (first === undefined || second === undefined) return null;
    const length = readLength(this.#rest, second & 0x7f);
    if (!length) return null;
    if (length.value > maxFrameBytes) throw new RangeError('A frame is too large');
    const maskLength = second & 0x80 ? 4 : 0;
    const start = length.end + maskLength;
    if (this.#rest.length < start + length.value) return null;
    const payload = this.#rest.subarray(start, start + length.value);
    const mask = this.#rest.subarray(length.end, start);
    this.#rest = this.#rest.subarray(start + length.value);
    return {
      opcode: first & 0x0f,
      isFinal: (first & 0x80) !== 0,
      payload: maskLength > 0 ? masked(payload, mask) : Buffer.from(payload),
    };
  }
}

function encodeLength(length: number, maskBit: number): Buffer {
  if (length < 126) return Buffer.of(maskBit | length);
  if (length < 0x10000) {
    const bytes = Buffer.of(maskBit | 126, 0, 0);
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = maskBit | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function readLength(bytes: Buffer, short: number): { value: number; end: number } | null {
  if (short < 126) return { value: short, end: 2 };
  const end = short === 126 ? 4 : 10;
  if (bytes.length < end) return null;
  const value = short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { value, end };
}

function masked(payload: Buffer, mask: Buffer): Buffer {
  return Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
}
