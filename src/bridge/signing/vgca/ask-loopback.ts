import { createHash, randomBytes } from 'node:crypto';
import { request, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameReader, opcodes } from './websocket-frames.ts';

/** RFC 6455 §1.3. */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export type LoopbackTimes = { connectMs: number; answerMs: number };

/** Why a local service gave no answer. */
export class LoopbackFailure extends Error {
  override readonly name = 'LoopbackFailure';
  readonly reason: 'not-running' | 'not-a-websocket' | 'closed' | 'no-answer';

  constructor(reason: LoopbackFailure['reason'], options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/**
 * One text to a WebSocket service on this PC (`wss:` on a loopback address), its first text back,
 * closed again: the way VGCA Sign Service talks. The service's certificate is its own and proves
 * nothing here, so it is not checked, which is what Node's built-in client cannot be told; what comes
 * back is believed only where a signature proves it. Throws LoopbackFailure.
 */
export async function askLoopback(url: URL, text: string, times: LoopbackTimes): Promise<string> {
  const { socket, head } = await connect(url, times.connectMs);
  try {
    return await converse(socket, head, text, times.answerMs);
  } finally {
    socket.destroy();
  }
}

type Connection = { socket: Duplex; head: Buffer };

function connect(url: URL, connectMs: number): Promise<Connection> {
  const key = randomBytes(16).toString('base64');
  const accept = createHash('sha1').update(`${key}${acceptSuffix}`).digest('base64');
  const options: RequestOptions = {
    host: url.hostname.replaceAll(/[[\]]/gu, ''),
    port: url.port || 443,
    path: url.pathname,
    agent: false,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(connectMs),
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': key,
      'sec-websocket-version': '13',
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (response) => {
      response.destroy();
      reject(new LoopbackFailure('not-a-websocket'));
    });
    outgoing.on('upgrade', (response, socket, head) => {
      if (response.headers['sec-websocket-accept'] === accept) return resolve({ socket, head });
      socket.destroy();
      reject(new LoopbackFailure('not-a-websocket'));
    });
    outgoing.on('error', (cause) => reject(new LoopbackFailure('not-running', { cause })));
    outgoing.end();
  });
}

function converse(socket: Duplex, head: Buffer, text: string, answerMs: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FrameReader();
  const pieces: Buffer[] = [];
  const take = (bytes: Buffer) => {
    for (const { opcode, isFinal, payload } of reader.push(bytes)) {
      if (opcode === opcodes.close) return reject(new LoopbackFailure('closed'));
      if (opcode === opcodes.ping) socket.write(encodeFrame(opcodes.pong, payload, true));
      if (opcode !== opcodes.text && opcode !== opcodes.continuation) continue;
      pieces.push(payload);
      if (isFinal) return resolve(Buffer.concat(pieces).toString('utf8'));
    }
  };
  const takeOrFail = (bytes: Buffer) => {
    try {
      take(bytes);
    } catch (cause) {
      reject(new LoopbackFailure('closed', { cause }));
    }
  };
  const timer = setTimeout(() => reject(new LoopbackFailure('no-answer')), answerMs);
  socket.on('data', takeOrFail);
  socket.on('error', (cause) => reject(new LoopbackFailure('closed', { cause })));
  socket.on('close', () => reject(new LoopbackFailure('closed')));
  takeOrFail(head);
  socket.write(encodeFrame(opcodes.text, Buffer.from(text), true));
  return promise.finally(() => clearTimeout(timer));
}
