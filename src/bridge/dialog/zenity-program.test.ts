import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConsentQuestion } from './dialog.ts';
import { chooseDialog } from './choose-dialog.ts';
import { DesktopDialog } from './desktop-dialog.ts';
import { ZenityProgram } from './zenity-program.ts';

/** A program called zenity that writes down how it was called and answers as the test says. */
let folder: string;
const { PATH } = process.env;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zenity-'));
  process.env.PATH = `${folder}${path.delimiter}${PATH}`;
});
afterEach(async () => {
  process.env.PATH = PATH;
  await rm(folder, { recursive: true });
});

async function zenityThat(answers: string): Promise<void> {
  const file = path.join(folder, 'zenity');
  const log = path.join(folder, 'parameters');
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" > ${log}\n${answers}\n`);
  await chmod(file, 0o755);
}

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
  documents: [{ title: 'SCAN_0001 \\ <b>', numberNotation: '', pageCount: 1 }],
};
const never = new AbortController().signal;

it('brings the PIN back as bytes and shows the list as it is', async () => {
  await zenityThat("echo 'mật khẩu'");
  const pin = await new DesktopDialog(new ZenityProgram()).askConsent(question, never);
  expect(pin?.toString()).toBe('mật khẩu');
  const parameters = await readFile(path.join(folder, 'parameters'), 'utf8');
  expect(parameters).toContain('--hide-text');
  // Doubled, because zenity takes `_` for a shortcut mark and reads backslash escapes.
  expect(parameters).toContain('1. SCAN__0001 \\\\ <b> (1 trang)');
  expect(parameters).not.toContain('mật khẩu');
});

it.each([
  ['closed', 'exit 1', 'USER_CANCELLED'],
  ['left unanswered', 'exit 5', 'USER_CANCELLED'],
  ['without a display', 'exit 255', 'BRIDGE_NO_DIALOG'],
])('a dialog that is %s', async (_, answers, code) => {
  await zenityThat(answers);
  await expect(
    new DesktopDialog(new ZenityProgram()).askConsent(question, never),
  ).rejects.toMatchObject({ code });
});

it('closes when the page withdraws the question', async () => {
  await zenityThat('exec sleep 60');
  const withdrawing = new AbortController();
  const answer = new DesktopDialog(new ZenityProgram()).askConsent(question, withdrawing.signal);
  withdrawing.abort();
  await expect(answer).rejects.toMatchObject({ code: 'USER_CANCELLED' });
});

it('asks about pairing with the six digits and refuses by default', async () => {
  const pairing = { origin: 'https://so.example.vn', userName: 'Hà', code: '012345' };
  await zenityThat('exit 0');
  await expect(
    new DesktopDialog(new ZenityProgram()).confirmPairing(pairing, never),
  ).resolves.toBeUndefined();
  const parameters = await readFile(path.join(folder, 'parameters'), 'utf8');
  expect(parameters).toContain('012 345');
  expect(parameters).toContain('--default-cancel');
  await zenityThat('exit 1');
  await expect(
    new DesktopDialog(new ZenityProgram()).confirmPairing(pairing, never),
  ).rejects.toMatchObject({
    code: 'BRIDGE_PAIRING_REFUSED',
  });
});

it('is there only in a desktop session', async () => {
  await zenityThat('exit 0');
  const nameIn = (environment: Record<string, string>) =>
    chooseDialog({ choice: 'zenity', testPin: null, environment }).name;
  expect(nameIn({ PATH: folder, DISPLAY: ':0' })).toBe('zenity');
  expect(nameIn({ PATH: folder })).toBe('none');
  expect(nameIn({ PATH: '/nowhere', WAYLAND_DISPLAY: 'wayland-0' })).toBe('none');
});

it('that hangs is ended, and whoever withdraws the question is not kept waiting', async () => {
  await zenityThat("trap '' TERM\nwhile :; do sleep 1; done");
  const withdrawing = new AbortController();
  const answer = new DesktopDialog(new ZenityProgram()).askConsent(question, withdrawing.signal);
  setTimeout(() => withdrawing.abort(), 200);
  await expect(answer).rejects.toMatchObject({ code: 'USER_CANCELLED' });
});
