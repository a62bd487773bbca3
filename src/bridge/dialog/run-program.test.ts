import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const never = new AbortController().signal;

function shell(script: string, timeLimitMs?: number) {
  const call = { command: '/bin/sh', parameters: ['-c', script] };
  return runProgram(timeLimitMs === undefined ? call : { ...call, timeLimitMs }, never);
}

it('brings back what the program wrote and how it ended', async () => {
  const { exitCode, output } = await shell('printf 246813; exit 3');
  expect({ exitCode, output: output.toString() }).toEqual({ exitCode: 3, output: '246813' });
});

it('ends a program that does not end by itself, and takes it for unanswered', async () => {
  expect((await shell("trap '' TERM; exec sleep 60", 200)).exitCode).toBeNull();
});

it('gives a program its question on its input, and none of the bridge’s settings', async () => {
  process.env.BRIDGE_TEST_PIN = '135790';
  try {
    const call = { command: '/bin/sh', parameters: ['-c', 'cat; env'], input: 'câu hỏi\n' };
    const { output } = await runProgram(call, never);
    expect(output.toString()).toMatch(/^câu hỏi\n/u);
    expect(output.toString()).not.toContain('135790');
  } finally {
    delete process.env.BRIDGE_TEST_PIN;
  }
});

it.each([
  ['is missing', '/nowhere/zenity', []],
  ['is killed from outside', '/bin/sh', ['-c', 'kill -9 $$']],
  ['writes without end', '/bin/sh', ['-c', 'cat /dev/zero']],
])('accepts nothing from a program that %s', async (_, command, parameters) => {
  const answer = runProgram({ command, parameters }, never);
  await expect(answer).rejects.toMatchObject({ code: 'BRIDGE_NO_DIALOG' });
});
