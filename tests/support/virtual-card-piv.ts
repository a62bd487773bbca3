import { randomBytes } from 'node:crypto';
import type { CardKey } from './virtual-card-keys.ts';

/** NIST SP 800-73-4 part 1 table 4b: 9C asks for the PIN before every signature. */
export type PivSlot = '9A' | '9C' | '9D';
export type PivKey = { certificate: Uint8Array; key: CardKey };

/** What the card answers, or `null` when it was pulled out instead. */
export type CardAnswer = Buffer | null;

/** Data with status 9000, or another status word. */
type Outcome = Buffer | number | null;

const slots: Record<PivSlot, { reference: number; certificateTag: string }> = {
  '9A': { reference: 0x9a, certificateTag: '5fc105' },
  '9C': { reference: 0x9c, certificateTag: '5fc10a' },
  '9D': { reference: 0x9d, certificateTag: '5fc10b' },
};
const applicationId = Buffer.from('a00000030800001000', 'hex');
const maxTries = 3;
const chainingBit = 0x10;
const status = {
  ok: 0x9000,
  securityStatus: 0x6982,
  blocked: 0x6983,
  wrongData: 0x6a80,
  notFound: 0x6a82,
  instruction: 0x6d00,
};

/** `expected`: how many bytes the answer may have, at most 256. */
type Command = { instruction: number; p1: number; p2: number; data: Buffer; expected: number };

/**
 * A PIV card (NIST SP 800-73-4 part 2) as far as signing needs it: selecting, reading certificates,
 * a PIN with three tries, and keys that sign once the PIN is known.
 */
export class PivCard {
  /** Asked for the signature that follows this many: pulled out instead of answering. */
  removeAfterSignatures: number | null = null;
  /** How long a signature takes, as on a slow token. */
  signatureDelayMs = 0;
  signatureCount = 0;
  triesLeft = maxTries;
  /** How often a PIN reached the card. */
  pinChecks = 0;
  readonly #pin: string;
  readonly #keys: ReadonlyMap<number, PivKey>;
  readonly #objects: ReadonlyMap<string, Buffer>;
  #isPinKnown = false;
  /** The PIN was given by the very last command. */
  #isPinFresh = false;
  #chained: Buffer[] = [];
  #pending: Buffer = Buffer.alloc(0);

  constructor(pin: string, keys: Partial<Record<PivSlot, PivKey>>) {
    this.#pin = pin;
    const used = Object.entries(slots).flatMap(([name, slot]) => {
      const key = Object.entries(keys).find(([slotName]) => slotName === name)?.[1];
      return key ? [{ ...slot, key }] : [];
    });
    this.#keys = new Map(used.map(({ reference, key }) => [reference, key]));
    this.#objects = new Map([
      ['5fc102', cardholderId()],
      ['7e', discovery],
      ...used.map(({ certificateTag, key }) => [certificateTag, certificateObject(key)] as const),
    ]);
  }

  /** Power off or reset: the PIN is forgotten, the try counter is not. */
  reset(): void {
    this.#isPinKnown = false;
    this.#isPinFresh = false;
    this.#chained = [];
    this.#pending = Buffer.alloc(0);
  }

  unblock(): void {
    this.triesLeft = maxTries;
  }

  /** One command APDU (ISO 7816-4), with command chaining and GET RESPONSE. */
  async transmit(apdu: Buffer): Promise<CardAnswer> {
    const { data, ...command } = commandOf(apdu);
    if ((apdu[0] ?? 0) & chainingBit) {
      this.#chained.push(data);
      return statusWord(status.ok);
    }
    const whole = Buffer.concat([...this.#chained, data]);
    this.#chained = [];
    if (command.instruction === 0xc0) return this.#nextPart(command.expected);
    const answer = await this.#perform({ ...command, data: whole });
    if (answer === null) return null;
    if (typeof answer === 'number') return statusWord(answer);
    this.#pending = answer;
    return this.#nextPart(command.expected);
  }

  async #perform(command: Command): Promise<Outcome> {
    const isPinFresh = this.#isPinFresh;
    this.#isPinFresh = false;
    switch (command.instruction) {
      case 0xa4:
        return this.#select(command.data);
      case 0xcb:
        return this.#getData(command.data);
      case 0x20:
        return this.#verify(command);
      case 0x87:
        return await this.#sign(command, isPinFresh);
      default:
        return status.instruction;
    }
  }

  #select(name: Buffer): Outcome {
    const isOurs =
      name.length >= 5 && applicationId.subarray(0, name.length).equals(name.subarray(0, 9));
    if (!isOurs) return status.notFound;
    const authority = tlv('79', tlv('4f', applicationId.subarray(0, 5)));
    return tlv('61', tlv('4f', applicationId.subarray(5)), authority);
  }

  #getData(data: Buffer): Outcome {
    const tag = data.subarray(2, 2 + (data[1] ?? 0)).toString('hex');
    return this.#objects.get(tag) ?? status.notFound;
  }

  #verify({ p1, data: padded }: Command): number {
    if (p1 === 0xff) {
      // Logging out.
      this.#isPinKnown = false;
      return status.ok;
    }
    if (padded.length === 0) {
      return this.#isPinKnown ? status.ok : this.#triesLeftStatus();
    }
    this.pinChecks++;
    if (this.triesLeft === 0) return status.blocked;
    const expected = Buffer.alloc(8, 0xff);
    expected.write(this.#pin, 'latin1');
    this.#isPinKnown = this.#isPinFresh = padded.equals(expected);
    this.triesLeft = this.#isPinKnown ? maxTries : this.triesLeft - 1;
    return this.#isPinKnown ? status.ok : this.#triesLeftStatus();
  }

  async #sign({ p2, data }: Command, isPinFresh: boolean): Promise<Outcome> {
    const key = this.#keys.get(p2);
    if (!key) return status.notFound;
    const isAllowed = p2 === slots['9C'].reference ? isPinFresh : this.#isPinKnown;
    if (!isAllowed) return status.securityStatus;
    const challenge = findTag(data, 0x7c, 0x81);
    if (!challenge) return status.wrongData;
    if (this.signatureCount === this.removeAfterSignatures) return null;
    if (this.signatureDelayMs > 0) await elapsed(this.signatureDelayMs);
    this.signatureCount++;
    return tlv('7c', tlv('82', key.key.sign(challenge)));
  }

  #triesLeftStatus(): number {
    return this.triesLeft === 0 ? status.blocked : 0x63c0 + this.triesLeft;
  }

  /** 61xx says how much still waits for GET RESPONSE. */
  #nextPart(expected: number): Buffer {
    const part = this.#pending.subarray(0, expected);
    this.#pending = this.#pending.subarray(expected);
    const left = this.#pending.length;
    return Buffer.concat([part, statusWord(left > 0 ? 0x6100 + Math.min(left, 255) : status.ok)]);
  }
}

/** A short command APDU (ISO 7816-4 §5.1): header, then data with its length, then what is expected. */
function commandOf(apdu: Buffer): Command {
  const [, instruction = 0, p1 = 0, p2 = 0, third = 0] = apdu;
  const hasData = apdu.length > 5;
  const last = apdu[5 + third] ?? 0;
  return {
    instruction,
    p1,
    p2,
    data: hasData ? apdu.subarray(5, 5 + third) : Buffer.alloc(0),
    expected: (hasData ? last : third) || 256,
  };
}

/** BER-TLV with a length of up to 64 KB. */
function tlv(tag: string, ...parts: Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(tag, 'hex'), Buffer.from(lengthBytes), value]);
}

/** The value of an inner tag of a template whose tags take one byte. */
function findTag(data: Buffer, template: number, wanted: number): Buffer | null {
  if (data[0] !== template) return null;
  for (let offset = valueOf(data, 0).start; offset < data.length;) {
    const { start, end } = valueOf(data, offset);
    if (data[offset] === wanted) return data.subarray(start, end);
    offset = end;
  }
  return null;
}

function valueOf(data: Buffer, offset: number): { start: number; end: number } {
  const first = data[offset + 1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : data.readUIntBE(offset + 2, lengthBytes);
  return { start, end: start + length };
}

function certificateObject({ certificate }: PivKey): Buffer {
  return tlv('53', tlv('70', certificate), tlv('71', Buffer.alloc(1)), tlv('fe'));
}

/** Card Holder Unique Identifier with a number of its own, so that no driver takes it for another card. */
function cardholderId(): Buffer {
  return tlv(
    '53',
    tlv('30', Buffer.from('d4e739da739ced39ce739d836858210842108421c84210c3eb', 'hex')),
    tlv('34', randomBytes(16)),
    tlv('35', Buffer.from('20401231')),
    tlv('3e'),
    tlv('fe'),
  );
}

/** Only the application's own PIN, no global one. */
const discovery = tlv('7e', tlv('4f', applicationId), tlv('5f2f', Buffer.from('4000', 'hex')));

function statusWord(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
