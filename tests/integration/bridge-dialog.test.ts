import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseDialog } from '#bridge/dialog/choose-dialog.ts';
import type { ConsentQuestion, Dialog } from '#bridge/dialog/dialog.ts';

const execute = promisify(execFile);
/** A tool that waits for a window that is gone is not waited for. */
const run = (command: string, parameters: string[]) =>
  execute(command, parameters, { timeout: 5_000 });
const never = new AbortController().signal;
const { DISPLAY } = process.env;
let screen: ChildProcess;

beforeAll(async () => {
  screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!screen.stdout) throw new Error('Xvfb tells no display');
  const [number] = await once(screen.stdout, 'data');
  process.env.DISPLAY = `:${String(number).trim()}`;
});
afterAll(async () => {
  if (DISPLAY === undefined) delete process.env.DISPLAY;
  else process.env.DISPLAY = DISPLAY;
  const ended = once(screen, 'exit');
  screen.kill('SIGTERM');
  await ended;
});

const question: ConsentQuestion = {
  origin: 'https://so.example.vn',
  userName: 'Trần Minh Hà',
  certificate: {
    subject: 'Trần Minh Hà',
    tokenLabel: 'Token thử',
    isDemo: false,
    pinState: 'ok',
    asksPinEachTime: true,
  },
  hasPinPad: false,
  documents: Array.from({ length: 40 }, (_, index) => ({
    title: `Quyết định về việc cấp giấy phép kinh doanh dịch vụ số ${index + 1} – 100%`,
    numberNotation: `${index + 1}/QĐ-SVHTTDL`,
    pageCount: 2,
  })),
};
const pairing = { origin: 'https://so.example.vn', userName: 'Trần Minh Hà', code: '012345' };

function desktopDialog(choice: 'pinentry' | 'zenity'): Dialog {
  return chooseDialog({ choice, testPin: null, environment: process.env });
}

/** The window of this process that has a title, as soon as it is there. */
async function windowTitled(title: string): Promise<string> {
  let found = '';
  await expect
    .poll(
      async () => {
        const searched = await run('xdotool', ['search', '--onlyvisible', '--name', title]).catch(
          () => ({ stdout: '' }),
        );
        found = searched.stdout.trim().split('\n')[0] ?? '';
        return found;
      },
      { timeout: 20_000 },
    )
    .not.toBe('');
  return found;
}

/** Keys as a person presses them in that window. */
async function press(window: string, ...keys: string[]): Promise<void> {
  await run('xdotool', ['windowfocus', window]);
  await run('xdotool', ['key', '--delay', '60', ...keys]);
}

describe.each(['pinentry', 'zenity'] as const)('%s on a desktop', (choice) => {
  it('brings back the PIN that was typed', async () => {
    const answer = desktopDialog(choice).askConsent(question, never);
    await press(await windowTitled('Ký số'), '2', '4', '6', '8', '1', '3', 'Return');
    expect((await answer)?.toString()).toBe('246813');
  });

  it('takes Escape for a refusal', async () => {
    const answer = desktopDialog(choice).askConsent(question, never);
    answer.catch(() => undefined);
    await press(await windowTitled('Ký số'), 'Escape');
    await expect(answer).rejects.toMatchObject({ code: 'USER_CANCELLED' });
  });

  it('closes its window when the page withdraws the question', async () => {
    const withdrawing = new AbortController();
    const answer = desktopDialog(choice).askConsent(question, withdrawing.signal);
    answer.catch(() => undefined);
    const window = await windowTitled('Ký số');
    withdrawing.abort();
    await expect(answer).rejects.toMatchObject({ code: 'USER_CANCELLED' });
    await expect.poll(() => run('xdotool', ['getwindowname', window]).catch(() => null)).toBeNull();
  });

  it('pairs nothing because of an Enter that was meant for another window', async () => {
    const answer = desktopDialog(choice).confirmPairing(pairing, never);
    answer.catch(() => undefined);
    await press(await windowTitled('Ghép nối'), 'Return');
    await expect(answer).rejects.toMatchObject({ code: 'BRIDGE_PAIRING_REFUSED' });
  });

  it('pairs when its button is chosen', async () => {
    const answer = desktopDialog(choice).confirmPairing(pairing, never);
    answer.catch(() => undefined);
    await press(await windowTitled('Ghép nối'), 'Tab', 'Return');
    await expect(answer).resolves.toBeUndefined();
  });
});
