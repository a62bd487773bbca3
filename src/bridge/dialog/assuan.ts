/**
 * The line protocol of GnuPG's programs (Assuan): a command per line, answered by `OK` or `ERR
 * <code>`, with data in `D` lines before it. A line holds at most 1,000 bytes.
 */
export const maxAssuanLineBytes = 1_000;

export type AssuanAnswer =
  | { isOk: true; data: Buffer }
  /** Low 16 bits of the error number (libgpg-error). */
  | { isOk: false; code: number };

/** A command with its text; only `%`, CR and LF must be escaped. */
export function assuanLine(command: string, text = ''): string {
  const escaped = text.replaceAll(/[%\r\n]/gu, (sign) => {
    return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${[command, escaped].filter(Boolean).join(' ')}\n`;
}

/** Puts the answers together from what arrives; everything it held is wiped once it was taken. */
export class AssuanReader {
  #received: Buffer = Buffer.alloc(0);
  #data: Buffer[] = [];

  /** The answers that are complete with this chunk, which is wiped. */
  take(chunk: Buffer): AssuanAnswer[] {
    const before = this.#received;
    this.#received = Buffer.concat([before, chunk]);
    for (const old of [before, chunk]) old.fill(0);
    const answers: AssuanAnswer[] = [];
    for (let end = this.#received.indexOf(0x0a); end >= 0; end = this.#received.indexOf(0x0a)) {
      const line = this.#received.subarray(0, end);
      const answer = this.#answerIn(line);
      line.fill(0);
      this.#received = this.#received.subarray(end + 1);
      if (answer) answers.push(answer);
    }
    return answers;
  }

  wipe(): void {
    this.#received.fill(0);
    this.#wipeData();
  }

  #wipeData(): void {
    for (const data of this.#data) data.fill(0);
    this.#data = [];
  }

  /** `null` for data, comments and status lines. */
  #answerIn(line: Buffer): AssuanAnswer | null {
    if (line.subarray(0, 2).equals(dataStart)) {
      this.#data.push(unescape(line.subarray(2)));
      return null;
    }
    const text = line.toString('latin1');
    if (text === 'OK' || text.startsWith('OK ')) {
      const data = Buffer.concat(this.#data);
      this.#wipeData();
      return { isOk: true, data };
    }
    if (!text.startsWith('ERR ')) return null;
    return { isOk: false, code: Number.parseInt(text.slice(4), 10) & 0xffff };
  }
}

const dataStart = Buffer.from('D ');
const percent = 0x25;

function unescape(escaped: Buffer): Buffer {
  const bytes = Buffer.alloc(escaped.length);
  let length = 0;
  for (let offset = 0; offset < escaped.length; offset++) {
    const byte = escaped[offset] ?? 0;
    if (byte === percent) {
      bytes[length++] = hexDigit(escaped[offset + 1]) * 16 + hexDigit(escaped[offset + 2]);
      offset += 2;
    } else bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

function hexDigit(byte = 0): number {
  return byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
}
