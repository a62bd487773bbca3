import {
  createHash,
  createPrivateKey,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import type { CertificateInfo, SignEvent } from '#lib/protocol/bridge.ts';
import type { ConsentQuestion, Dialog } from '../dialog/dialog.ts';
import { certificateInfo } from './certificate-info.ts';
import { signBatch, type CheckedBatch } from './sign-batch.ts';
import type { SigningProvider } from './signing-provider.ts';

/** A token that can be pulled out, that mixes up its keys, or that locks. */
class SimulatedToken implements SigningProvider {
  readonly id = 'pkcs11';
  readonly key: KeyObject;
  openError: ErrorCode | null = null;
  /** What goes wrong when this many documents are signed. */
  trouble: { afterCount: number; deed: 'pull-out' | 'wrong-key' | 'complain' } | null = null;
  pinsSeen: (string | null)[] = [];
  pinBuffers: Buffer[] = [];
  signedCount = 0;
  isOpen = false;

  constructor(key: KeyObject) {
    this.key = key;
  }

  list(): never {
    throw new Error('The batch was checked before');
  }

  drivers(): never {
    throw new Error('Nobody looks at the slots of a token that signs');
  }

  open(_: string, pin: Buffer | null) {
    this.pinsSeen.push(pin?.toString() ?? null);
    if (pin) this.pinBuffers.push(pin);
    if (this.openError) return Promise.reject(new AppError(this.openError));
    this.isOpen = true;
    let isPresent = true;
    return Promise.resolve({
      sign: (toBeSigned: Uint8Array) => {
        const deed = this.trouble?.afterCount === this.signedCount++ ? this.trouble.deed : null;
        if (deed === 'pull-out') {
          isPresent = false;
          return Promise.reject(new AppError('TOKEN_REMOVED'));
        }
        if (deed === 'complain') return Promise.reject(new AppError('MODULE_FAILED'));
        const data = deed === 'wrong-key' ? randomBytes(8) : toBeSigned;
        return Promise.resolve(sign('sha256', data, this.key));
      },
      isUsable: () => isPresent,
      close: () => {
        this.isOpen = false;
        return Promise.resolve();
      },
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

let info: CertificateInfo;
let key: KeyObject;
let token: SimulatedToken;
let asked: ConsentQuestion[];
let dialog: Dialog;

beforeAll(async () => {
  const sources = { now: new Date(), random: (length: number) => randomBytes(length) };
  const authority = await createDemoAuthority(sources);
  const signer = { commonName: 'Trần Minh Hà', keyType: 'ec' } as const;
  const issued = await issueDemoCertificate(authority, signer, sources);
  const pkcs8 = Buffer.from(issued.privateKeyPkcs8);
  key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const facts = { tokenLabel: 'USB', asksPinEachTime: false, pinState: 'ok' } as const;
  const made = certificateInfo(issued.certificate, [], { provider: 'pkcs11', ...facts });
  if (!made) throw new Error('The demo certificate signs');
  info = made;
});

beforeEach(() => {
  token = new SimulatedToken(key);
  asked = [];
  dialog = {
    name: 'simulated',
    confirmPairing: () => Promise.resolve(),
    askConsent: (question) => {
      asked.push(question);
      return Promise.resolve(question.hasPinPad ? null : Buffer.from('123456'));
    },
    confirmFinalTry: () => Promise.reject(new AppError('PIN_FINAL_TRY')),
  };
});

function batchOf(
  count: number,
  change: { pinState?: CertificateInfo['pinState']; hasPinPad?: boolean } = {},
): CheckedBatch {
  const { pinState = 'ok', hasPinPad = false } = change;
  return {
    origin: 'https://so.example.vn',
    userName: 'Trần Minh Hà',
    certificate: {
      info: { ...info, pinState },
      pin: { minLength: 4, maxLength: 8, hasPinPad },
      x509: new X509Certificate(Buffer.from(info.chain[0] ?? '', 'base64')),
    },
    items: Array.from({ length: count }, (_, index) => ({
      toBeSigned: createHash('sha256').update(String(index)).digest(),
      algorithm: 'ECDSA-SHA256',
      document: {
        id: `doc-${index + 1}`,
        title: `Quyết định ${index + 1}`,
        numberNotation: '',
        pageCount: 1,
        contentSha256: '',
        attributesSha256: '',
      },
    })),
  };
}

async function eventsOf(batch: CheckedBatch): Promise<SignEvent[]> {
  const events: SignEvent[] = [];
  const parts = { provider: token, dialog, nowMs: () => Date.now() };
  const { signal } = new AbortController();
  for await (const event of signBatch(batch, parts, signal)) events.push(event);
  return events;
}

it('tells what was signed when the token is pulled out, and logs out', async () => {
  token.trouble = { afterCount: 26, deed: 'pull-out' };
  const events = await eventsOf(batchOf(30));
  expect(events.filter(({ event }) => event === 'signed')).toHaveLength(26);
  expect(events.slice(-2)).toMatchObject([
    { event: 'failed', id: 'doc-27', error: { code: 'TOKEN_REMOVED' } },
    { event: 'stopped', error: { code: 'TOKEN_REMOVED' }, signed: 26, total: 30 },
  ]);
  expect(token.isOpen).toBe(false);
});

it('gives out no signature that does not fit the certificate', async () => {
  token.trouble = { afterCount: 1, deed: 'wrong-key' };
  const events = await eventsOf(batchOf(3));
  expect(events.slice(2)).toMatchObject([
    { event: 'signed', id: 'doc-1' },
    { event: 'failed', id: 'doc-2', error: { code: 'SIGNATURE_NOT_VERIFIED' } },
    { event: 'signed', id: 'doc-3' },
    { event: 'done', signed: 2, total: 3 },
  ]);
});

it('goes on with the next document after a complaint of the driver', async () => {
  token.trouble = { afterCount: 0, deed: 'complain' };
  const events = await eventsOf(batchOf(2));
  expect(events.slice(2)).toMatchObject([
    { event: 'failed', id: 'doc-1', error: { code: 'MODULE_FAILED' } },
    { event: 'signed', id: 'doc-2' },
    { event: 'done', signed: 1, total: 2 },
  ]);
});

describe('the PIN', () => {
  it('is wiped after the login', async () => {
    await eventsOf(batchOf(1));
    expect(token.pinsSeen).toEqual(['123456']);
    expect(token.pinBuffers.map((pin) => [...pin])).toEqual([[0, 0, 0, 0, 0, 0]]);
  });

  it('is wiped after a refused login, which is not tried again', async () => {
    token.openError = 'PIN_LOCKED';
    const events = await eventsOf(batchOf(1));
    expect(events.at(-1)).toMatchObject({ event: 'stopped', error: { code: 'PIN_LOCKED' } });
    expect(token.pinsSeen).toHaveLength(1);
    expect(token.pinBuffers[0]?.every((byte) => byte === 0)).toBe(true);
  });

  it('is not asked for when only one try is left and nobody takes the risk', async () => {
    const events = await eventsOf(batchOf(1, { pinState: 'final' }));
    expect(events.at(-1)).toMatchObject({ event: 'stopped', error: { code: 'PIN_FINAL_TRY' } });
    expect(asked).toEqual([]);
  });

  it('is left to the token that has its own PIN pad', async () => {
    const events = await eventsOf(batchOf(1, { hasPinPad: true }));
    expect(events.at(-1)).toMatchObject({ event: 'done' });
    expect(token.pinsSeen).toEqual([null]);
  });
});
