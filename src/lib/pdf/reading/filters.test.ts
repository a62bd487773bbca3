import { expect, test } from 'vitest';
import { latin1 } from '#lib/pki/bytes.ts';
import { undoFilter } from './filters.ts';
import { fromLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';

const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('latin1');

test('the example of the standard for LZW is unpacked', () => {
  const packed = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);

  expect([...fromLzw(packed, 1)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
});

test.each([
  ['ASCIIHexDecode', '4B 48 4f41 >', 'KHOA'],
  ['ASCII85Decode', '87cURD]i,"Ebo80~>', 'Hello World!'],
  ['ASCII85Decode', 'z87cUR~>', '\0\0\0\0Hell'],
  ['RunLengthDecode', '\x02abc\xfed\x80', 'abcddd'],
])('%s is undone', (filter, stored, expected) => {
  expect(text(undoFilter(filter, latin1(stored)))).toBe(expected);
});

test('what cannot be unpacked is a broken PDF, and images are left alone', () => {
  expect(() => undoFilter('FlateDecode', latin1('không nén'))).toThrow('PDF_BROKEN');
  expect(undoFilter('DCTDecode', latin1('x'))).toBeNull();
});

test('each row of PNG prediction goes by its own type', () => {
  const rows = [
    [0, 10, 20, 30],
    [1, 10, 10, 10],
    [2, 1, 1, 1],
    [3, 5, 5, 5],
    [4, 1, 1, 1],
  ];
  const parameters = { predictor: 15, colors: 1, bitsPerComponent: 8, columns: 3 };

  const out = undoPredictor(Uint8Array.from(rows.flat()), parameters);

  expect([...out]).toEqual([10, 20, 30, 10, 20, 30, 11, 21, 31, 10, 20, 30, 11, 21, 31]);
});
