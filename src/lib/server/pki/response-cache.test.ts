import { expect, test } from 'vitest';
import { ResponseCache } from './response-cache.ts';

const now = new Date('2026-11-22T02:00:00Z');
const later = new Date('2026-11-22T03:00:00Z');
const body = (sizeBytes: number) => new Uint8Array(sizeBytes);

test('keeps what was used last within its limits', () => {
  const cache = new ResponseCache({ maxBytes: 100, maxEntries: 10 });
  cache.set('a', body(40), later);
  cache.set('b', body(40), later);
  cache.get('a', now);
  cache.set('c', body(40), later);
  expect(cache.get('a', now)).toHaveLength(40);
  expect(cache.get('b', now)).toBeNull();
  expect(cache.get('c', now)).toHaveLength(40);
});

test('never grows beyond the number of its entries', () => {
  const cache = new ResponseCache({ maxBytes: 1000, maxEntries: 2 });
  for (const key of ['a', 'b', 'c']) cache.set(key, body(1), later);
  expect(cache.get('a', now)).toBeNull();
  expect(cache.get('c', now)).toHaveLength(1);
});

test('does not keep what is larger than everything', () => {
  const cache = new ResponseCache({ maxBytes: 100, maxEntries: 10 });
  cache.set('small', body(10), later);
  cache.set('huge', body(101), later);
  expect(cache.get('huge', now)).toBeNull();
  expect(cache.get('small', now)).toHaveLength(10);
});

test('forgets what is stale, and replaces what is there', () => {
  const cache = new ResponseCache({ maxBytes: 100, maxEntries: 10 });
  cache.set('a', body(10), now);
  expect(cache.get('a', now)).toBeNull();
  cache.set('a', body(20), later);
  cache.set('a', body(30), later);
  expect(cache.get('a', now)).toHaveLength(30);
});
