import { expect, it } from 'vitest';
import { assuanLine, AssuanReader } from './assuan.ts';

it('writes a text of several lines as one line', () => {
  expect(assuanLine('SETDESC', 'Ký 100%\nở xã')).toBe('SETDESC Ký 100%25%0Aở xã\n');
  expect(assuanLine('GETPIN')).toBe('GETPIN\n');
});

it('takes an answer apart however it arrives, and wipes what arrived', () => {
  const whole = Buffer.from('OK Pleased to meet you\nS STATUS x\nD 12%2534é\nD %0a!\nOK\n');
  for (const size of [1, 3, whole.length]) {
    const reader = new AssuanReader();
    const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
      Buffer.from(whole.subarray(index * size, (index + 1) * size)),
    );
    const answers = chunks.flatMap((chunk) => reader.take(chunk));
    expect(answers.map((answer) => answer.isOk && answer.data.toString())).toEqual([
      '',
      '12%34é\n!',
    ]);
    expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
  }
});

it('knows why a question was not answered', () => {
  const [answer] = new AssuanReader().take(Buffer.from('ERR 83886179 Operation cancelled\n'));
  expect(answer).toEqual({ isOk: false, code: 99 });
});
