import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import type { ConsentQuestion } from './dialog.ts';
import { TerminalDialog, type TerminalInput } from './terminal-dialog.ts';

/** A terminal in which a test types. */
class TypedInput extends EventEmitter {
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  type(keys: string): Buffer {
    const bytes = Buffer.from(keys);
    this.emit('data', bytes);
    return bytes;
  }
}

let input: TypedInput;
let shown: string;
let dialog: TerminalDialog;
const never = new AbortController().signal;
const question: ConsentQuestion = {
  origin: 'https://so.example.vn',
  userName: 'Trần Minh Hà',
  certificate: {
    subject: 'Trần Minh Hà',
    tokenLabel: 'USB',
    isDemo: false,
    pinState: 'ok',
    asksPinEachTime: false,
  },
  hasPinPad: false,
  documents: [{ title: 'Giấy phép', numberNotation: '1/GP', pageCount: 1 }],
};

beforeEach(() => {
  input = new TypedInput();
  shown = '';
  const terminal: unknown = input;
  if (!isTerminal(terminal)) throw new Error('Not a terminal');
  dialog = new TerminalDialog(terminal, (text) => {
    shown += text;
  });
});

function isTerminal(value: unknown): value is TerminalInput {
  return value instanceof TypedInput;
}

it('takes the PIN without showing it, corrections included', async () => {
  const answer = dialog.askConsent(question, never);
  expect(input.isRaw).toBe(true);
  const typed = [input.type('12x'), input.type('\u007f34ệ\u007f'), input.type('\r')];
  expect((await answer)?.toString()).toBe('1234');
  expect(shown).toContain('1. 1/GP: Giấy phép (1 trang)');
  expect(shown).not.toContain('34');
  expect(typed.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  expect(input.isRaw).toBe(false);
  expect(input.listenerCount('data')).toBe(0);
});

it('is left with Ctrl-C, or withdrawn by the page', async () => {
  const left = dialog.askConsent(question, never);
  input.type('12\u0003');
  await expect(left).rejects.toMatchObject({ code: 'USER_CANCELLED' });
  const withdrawing = new AbortController();
  const withdrawn = dialog.askConsent(question, withdrawing.signal);
  withdrawing.abort();
  await expect(withdrawn).rejects.toMatchObject({ code: 'USER_CANCELLED' });
  expect(input.isRaw).toBe(false);
});

it.each([
  ['co', true],
  ['Có', true],
  ['', false],
  ['không', false],
])('accepts a pairing only for a clear yes: %j', async (typed, isAccepted) => {
  const pairing = { origin: 'https://so.example.vn', userName: 'Hà', code: '012345' };
  const answer = dialog.confirmPairing(pairing, never).then(
    () => true,
    () => false,
  );
  input.type(`${typed}\r`);
  expect(await answer).toBe(isAccepted);
  expect(shown).toContain('012 345');
});
