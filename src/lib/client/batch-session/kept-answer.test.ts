import { expect, test } from 'vitest';
import * as v from 'valibot';
import { KeptAnswer, type KeptValues } from './kept-answer.ts';

function keptInMemory(): KeptValues {
  const values = new Map<string, unknown>();
  return {
    readKept: async (key) => values.get(key),
    keep: async (key, value) => void values.set(key, value),
  };
}

const question = { key: 'numbers:1', schema: v.number() };
const unreachable = () => Promise.reject(new Error('no server'));

test('is asked once, and without the server answers what was kept', async () => {
  const kept = keptInMemory();
  let asked = 0;
  const first = new KeptAnswer({ ...question, kept, ask: async () => ++asked });
  expect([await first.read(), await first.read()]).toEqual([1, 1]);

  expect(await new KeptAnswer({ ...question, kept, ask: unreachable }).read()).toBe(1);
});

test('is nothing where there has never been one, and is asked again then', async () => {
  const answers = [unreachable, async () => 7];
  const ask = () => (answers.shift() ?? unreachable)();
  const answer = new KeptAnswer({ ...question, kept: keptInMemory(), ask });
  expect([await answer.read(), await answer.read()]).toEqual([null, 7]);
});

test('is asked again once it is no longer fresh', async () => {
  let [asked, at] = [0, 0];
  const answer = new KeptAnswer({
    ...question,
    kept: keptInMemory(),
    ask: async () => ++asked,
    freshForMs: 100,
    now: () => at,
  });
  await answer.read();
  at = 100;
  expect(await answer.read()).toBe(1);
  at = 101;
  expect(await answer.read()).toBe(2);
});
