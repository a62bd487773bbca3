import { expect, test } from 'vitest';
import { documentLevel, isAtLeast } from './document-level.ts';

const signature = (level: Parameters<typeof isAtLeast>[0]) =>
  ({ kind: 'signature', level: level ?? 'unknown' }) as const;

test('a document is as high as the lowest of its signatures', () => {
  expect(documentLevel([signature('B-LTA'), signature('B-T')])).toBe('B-T');
  expect(documentLevel([signature('B-B')])).toBe('B-B');
});

test('timestamps of the document are no signatures', () => {
  const timestamp = { kind: 'document-timestamp', level: 'unknown' } as const;
  expect(documentLevel([signature('B-LTA'), timestamp])).toBe('B-LTA');
  expect(documentLevel([timestamp])).toBeNull();
});

test('an older form has no level', () => {
  expect(documentLevel([signature('B-LTA'), signature('PKCS7')])).toBeNull();
  expect(isAtLeast('PKCS7', 'B-B')).toBe(false);
  expect(isAtLeast('B-LT', 'B-T')).toBe(true);
  expect(isAtLeast('B-T', 'B-LT')).toBe(false);
});
