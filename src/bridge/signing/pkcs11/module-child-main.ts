import { readSync } from 'node:fs';
import { AppError } from '#lib/domain/app-error.ts';
import {
  pinDescriptor,
  type ChildAnswer,
  type ChildRequest,
  type PresentToken,
} from './child-protocol.ts';
import { CryptokiError, errorCodeOf } from './ckr.ts';
import { Cryptoki } from './cryptoki.ts';
import { assertLoadable } from './module-architecture.ts';
import { listTokens, presentTokens } from './token-listing.ts';
import { TokenSession } from './token-session.ts';

/**
 * Program of the child process of one module: one request at a time, answered in order. The module
 * is loaded here only, so its crash ends this process and nothing else.
 */
const modulePath = process.argv.at(-1) ?? '';
let cryptoki: Cryptoki | null = null;
let session: TokenSession | null = null;

process.on('message', (request: ChildRequest) => {
  process.send?.(answer(request));
});
// The bridge is gone: nobody may stay logged in.
process.on('disconnect', () => {
  session?.close();
  cryptoki?.finalize();
  process.exit(0);
});

function answer(request: ChildRequest): ChildAnswer {
  try {
    return perform(request);
  } catch (error) {
    return { id: request.id, deed: 'failed', ...failureOf(error) };
  }
}

function perform(request: ChildRequest): ChildAnswer {
  const { id, deed } = request;
  switch (deed) {
    case 'list':
      return { id, deed, tokens: listTokens(module()) };
    case 'watch':
      return { id, deed, tokens: presentTokens(module()) };
    case 'open':
      open(request.certificateSha256, request.pinBytes);
      return { id, deed };
    case 'sign':
      if (!session) throw new Error('No session is open');
      return { id, deed, signature: session.sign(request.digest, request.algorithm) };
    case 'close':
      return { id, deed, pinState: closeSession() };
  }
}

function module(): Cryptoki {
  if (!cryptoki) {
    assertLoadable(modulePath);
    cryptoki = new Cryptoki(modulePath);
  }
  return cryptoki;
}

function open(certificateSha256: string, pinBytes: number | null): void {
  const pin = pinBytes === null ? null : readPin(pinBytes);
  try {
    closeSession();
    session = TokenSession.open(module(), certificateSha256, pin);
  } finally {
    pin?.fill(0);
  }
}

function closeSession(): PresentToken['pinState'] | null {
  const pinState = session?.close() ?? null;
  session = null;
  return pinState;
}

function readPin(length: number): Buffer {
  const pin = Buffer.alloc(length);
  for (let filled = 0; filled < length;) {
    const readBytes = readSync(pinDescriptor, pin, filled, length - filled, null);
    if (readBytes === 0) throw new Error('The PIN pipe is closed');
    filled += readBytes;
  }
  return pin;
}

function failureOf(
  error: unknown,
): Pick<Extract<ChildAnswer, { deed: 'failed' }>, 'code' | 'details'> {
  if (error instanceof AppError) {
    return { code: error.code, details: textDetails(error) };
  }
  if (error instanceof CryptokiError) {
    return { code: errorCodeOf(error.returnValue), details: { reason: error.message } };
  }
  return { code: 'MODULE_FAILED', details: { reason: String(error) } };
}

function textDetails({ details }: AppError): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
}
