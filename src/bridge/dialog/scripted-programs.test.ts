import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseDialog } from './choose-dialog.ts';
import { OsascriptProgram } from './osascript-program.ts';
import { PinentryProgram } from './pinentry-program.ts';
import { PowershellProgram } from './powershell-program.ts';

const never = new AbortController().signal;
const question = {
  title: 'Ký số',
  text: 'Quyết định “số 1”\n$(calc); do shell script "x"',
  accept: 'Ký',
  refuse: 'Hủy',
  prompt: 'Nhập mã PIN:',
  label: 'PIN',
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dialog-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A stand-in that keeps its parameters and its input, and answers as the test says. */
async function programThat(answers: string): Promise<string> {
  const file = path.join(folder, 'program');
  const keep = `printf '%s ' "$@" > ${folder}/parameters; cat > ${folder}/input`;
  await writeFile(file, `#!/bin/sh\n${keep}\n${answers}\n`);
  await chmod(file, 0o755);
  return file;
}

function kept(name: 'parameters' | 'input'): Promise<string> {
  return readFile(path.join(folder, name), 'utf8');
}

describe('PowerShell', () => {
  it('gets the texts as data, never as part of its script, and brings back the PIN', async () => {
    const program = new PowershellProgram(await programThat("printf '246813'"));
    expect((await program.askSecret(question, never))?.toString()).toBe('246813');
    const asked = JSON.parse(Buffer.from(await kept('input'), 'base64').toString());
    expect(asked).toMatchObject({ ...question, unansweredSeconds: 300 });
    const [script = ''] = /\S+ $/u.exec(await kept('parameters')) ?? [];
    const source = Buffer.from(script, 'base64').toString('utf16le');
    expect(source).toContain('ShowDialog');
    expect(source).not.toContain('Quyết định');
  });

  it.each([
    ['refused', 'printf 246813; exit 1', null],
    ['broken', 'exit 64', 'BRIDGE_NO_DIALOG'],
  ])('that is %s accepts nothing', async (_, answers, code) => {
    const answer = new PowershellProgram(await programThat(answers)).askSecret(question, never);
    if (code === null) expect(await answer).toBeNull();
    else await expect(answer).rejects.toMatchObject({ code });
  });
});

describe('osascript', () => {
  it('gets the texts as data and brings back the PIN without the line end', async () => {
    const program = new OsascriptProgram(await programThat("echo '1mật khẩu'"));
    expect((await program.askSecret(question, never))?.toString()).toBe('mật khẩu');
    expect(JSON.parse(await kept('input'))).toMatchObject(question);
    expect(await kept('parameters')).not.toContain('Quyết định');
  });

  it.each([
    ['echo 0', false],
    ['echo 1', true],
  ])('tells a refusal from consent: %s', async (answers, isAccepted) => {
    const program = new OsascriptProgram(await programThat(answers));
    expect(await program.askYesNo(question, never)).toBe(isAccepted);
  });

  it('that fails accepts nothing', async () => {
    const program = new OsascriptProgram(await programThat('echo 1; exit 1'));
    await expect(program.askYesNo(question, never)).rejects.toMatchObject({
      code: 'BRIDGE_NO_DIALOG',
    });
  });
});

describe('pinentry', () => {
  /** Answers line by line: `ERR` where the command stands in the pattern, `OK` elsewhere. */
  async function pinentryThat(pattern: string, answer: string): Promise<PinentryProgram> {
    const command = path.join(folder, 'pinentry');
    const loop = `case "$line" in ${pattern}) printf '${answer}';; *) echo OK;; esac`;
    const keep = `printf '%s\\n' "$line" >> ${folder}/input`;
    await writeFile(
      command,
      `#!/bin/sh\necho OK hello\nwhile read -r line; do ${keep}\n${loop}\ndone\n`,
    );
    await chmod(command, 0o755);
    return new PinentryProgram({ command });
  }

  it('is told the whole list in one line, and its PIN is decoded', async () => {
    const program = await pinentryThat('GETPIN', 'D 24%%256813\\nOK\\n');
    expect((await program.askSecret(question, never))?.toString()).toBe('24%6813');
    expect(await kept('input')).toContain('SETDESC Quyết định “số 1”%0A$(calc)');
    expect(await kept('input')).toContain('SETTIMEOUT 300');
  });

  it.each([
    ['the button', 'ERR 83886194 not confirmed\\n', true],
    ['Enter, which refuses', 'OK\\n', false],
    ['nobody in time', 'ERR 83886142 timeout\\n', false],
  ])('pairs only by its button: %s', async (_, answer, isAccepted) => {
    const program = await pinentryThat('CONFIRM', answer);
    expect(await program.askYesNo(question, never)).toBe(isAccepted);
  });

  it('that does not know an option asks without it', async () => {
    const program = await pinentryThat('OPTION*', 'ERR 83886254 Unknown option\\n');
    expect((await program.askSecret(question, never))?.toString()).toBe('');
  });

  it('without a display is no dialog', async () => {
    const program = await pinentryThat('GETPIN', 'ERR 83918950 no tty\\n');
    await expect(program.askSecret(question, never)).rejects.toMatchObject({
      code: 'BRIDGE_NO_DIALOG',
    });
  });

  it('shows no more than a line of its protocol holds', () => {
    const program = new PinentryProgram({ command: 'pinentry' });
    expect(program.fits('ệ'.repeat(300))).toBe(true);
    expect(program.fits('ệ'.repeat(400))).toBe(false);
  });
});

describe('the dialog is chosen', () => {
  async function install(...names: string[]): Promise<void> {
    for (const name of names) {
      await writeFile(path.join(folder, name), '#!/bin/sh\n');
      await chmod(path.join(folder, name), 0o755);
    }
  }
  const choose = (platform: NodeJS.Platform, environment: Record<string, string>) =>
    chooseDialog({ choice: 'auto', testPin: null, platform, environment }).name;

  it('as the system has it', () => {
    expect(choose('win32', {})).toBe('powershell');
    expect(choose('darwin', {})).toBe('osascript');
  });

  it('on a Linux desktop: pinentry before zenity, and neither without a desktop', async () => {
    const desktop = { PATH: folder, DISPLAY: ':0' };
    await install('zenity');
    expect(choose('linux', desktop)).toBe('zenity');
    await install('pinentry-gtk-2');
    expect(choose('linux', desktop)).toBe('pinentry');
    expect(choose('linux', { PATH: folder })).not.toMatch(/pinentry|zenity/u);
  });
});
