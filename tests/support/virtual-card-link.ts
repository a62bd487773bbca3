import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { PivCard } from './virtual-card-piv.ts';

/** Answer to reset: direct convention, T=1, no history (ISO 7816-3 §8.2). */
const answerToReset = Buffer.from('3b800181', 'hex');
const control = { powerOff: 0, powerOn: 1, reset: 2, answerToReset: 4 };

/** The card in the virtual reader: frames of two length bytes and a command, over TCP. */
export class CardLink {
  readonly #card: PivCard;
  readonly #port: number;
  #socket: Socket | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(card: PivCard, port: number) {
    this.#card = card;
    this.#port = port;
  }

  get isInserted(): boolean {
    return this.#socket !== null;
  }

  async insert(): Promise<void> {
    if (this.#socket) return;
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let frame = firstFrame(received); frame; frame = firstFrame(received)) {
        received = received.subarray(2 + frame.length);
        this.#answer(socket, frame);
      }
    });
    socket.on('error', () => this.remove());
    socket.once('close', () => this.#forget(socket));
    this.#card.reset();
    this.#socket = socket;
  }

  /** Pulled out, whatever the reader was doing. */
  remove(): void {
    this.#socket?.destroy();
    this.#socket = null;
    this.#card.reset();
  }

  #answer(socket: Socket, frame: Buffer): void {
    this.#turn = this.#turn.then(async () => {
      if (socket.destroyed) return;
      const answer = await this.#answerTo(frame);
      if (answer && !socket.destroyed) socket.write(framed(answer));
    });
  }

  async #answerTo(frame: Buffer): Promise<Buffer | null> {
    if (frame.length !== 1) {
      const answer = await this.#card.transmit(frame);
      if (!answer) this.remove();
      return answer;
    }
    if (frame[0] === control.answerToReset) return answerToReset;
    if (frame[0] === control.powerOff || frame[0] === control.reset) this.#card.reset();
    return null;
  }

  #forget(socket: Socket): void {
    if (this.#socket === socket) this.#socket = null;
  }
}

function firstFrame(received: Buffer): Buffer | null {
  if (received.length < 2) return null;
  const length = received.readUInt16BE(0);
  return received.length < 2 + length ? null : received.subarray(2, 2 + length);
}

function framed(bytes: Buffer): Buffer {
  const header = Buffer.alloc(2);
  header.writeUInt16BE(bytes.length);
  return Buffer.concat([header, bytes]);
}
