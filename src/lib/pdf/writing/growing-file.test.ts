import { expect, test } from 'vitest';
import { latin1 } from '#lib/pki/bytes.ts';
import { appendTo, withRoom } from './growing-file.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('what is appended takes the room behind the file', () => {
  const file = withRoom(latin1('tệp'), 8);

  const once = appendTo(file, latin1('ab'), latin1('cd'));
  const twice = appendTo(once, latin1('ef'));

  expect(text(twice)).toBe(`${text(latin1('tệp'))}abcdef`);
  expect(once.buffer).toBe(file.buffer);
  expect(twice.buffer).toBe(file.buffer);
  expect(text(once)).toBe(`${text(file)}abcd`);
});

test("two things appended to the same state do not get in each other's way", () => {
  const file = withRoom(latin1('PDF'), 8);

  const one = appendTo(file, latin1('ab'));
  const other = appendTo(file, latin1('xy'));

  expect(text(one)).toBe('PDFab');
  expect(text(other)).toBe('PDFxy');
});

test('a file without room, or with too little, is copied', () => {
  const plain = latin1('PDF');
  expect(text(appendTo(plain, latin1('ab')))).toBe('PDFab');
  expect(text(plain)).toBe('PDF');
  const tight = withRoom(plain, 1);
  const grown = appendTo(tight, latin1('ab'));
  expect(text(grown)).toBe('PDFab');
  expect(grown.buffer).not.toBe(tight.buffer);
  // A part of a larger file is none that may grow.
  expect(text(appendTo(withRoom(latin1('PDF'), 4).subarray(0, 2), latin1('ab')))).toBe('PDab');
});
