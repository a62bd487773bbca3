import { expect, test } from 'vitest';
import { failureKind, retryDelayMs } from './retry-policy.ts';

test('waits double up to five minutes', () => {
  expect([1, 2, 3, 8, 9, 60].map((attempts) => retryDelayMs(attempts, 0))).toEqual([
    2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
  ]);
});

test('chance takes at most a fifth away', () => {
  expect(retryDelayMs(1, 1)).toBe(1_600);
});

test('only what passes by itself is repeated without a person', () => {
  expect(failureKind('SERVER_UNREACHABLE')).toBe('retry');
  expect(failureKind('NOT_SIGNED_IN')).toBe('sign-in');
  expect(failureKind('SIGNATURE_UNTRUSTED')).toBe('person');
  expect(failureKind('DUPLICATE_DOCUMENT')).toBe('person');
});
