import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshWhileVisible } from './live-refresh.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('figures are asked for every fifteen seconds until the page is left', async () => {
  const refresh = vi.fn(async () => undefined);
  const stop = refreshWhileVisible(refresh);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('figures are asked for at once when the window comes to the front', async () => {
  const refresh = vi.fn(async () => undefined);
  const stop = refreshWhileVisible(refresh);
  window.dispatchEvent(new Event('focus'));
  expect(refresh).toHaveBeenCalledOnce();
  stop();
});

test('a slow answer is not asked for twice, and a failed one is asked for again', async () => {
  const answer = Promise.withResolvers<undefined>();
  const refresh = vi.fn(() => answer.promise);
  const stop = refreshWhileVisible(refresh);
  await vi.advanceTimersByTimeAsync(45_000);
  expect(refresh).toHaveBeenCalledOnce();
  answer.resolve(undefined);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  stop();
});
