import { expect, it } from 'vitest';
import { sniffFile } from './sniff-file.ts';

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

it('looks at the bytes, not at the name', () => {
  expect(sniffFile(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg');
  expect(sniffFile(bytes('\x89PNG\r\n\x1a\n...'))).toBe('png');
  expect(sniffFile(bytes('II*\0'))).toBe('tiff');
  expect(sniffFile(bytes('MM\0*'))).toBe('tiff');
  expect(sniffFile(bytes('%PDF-1.7'))).toBe('pdf');
  expect(sniffFile(bytes('rubbish of a mail gateway\r\n%PDF-1.4'))).toBe('pdf');
});

it('tells pictures it does not take from what is no picture', () => {
  const codeOf = (text: string) => {
    try {
      return sniffFile(bytes(text));
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(codeOf('GIF89a')).toBe('FILE_TYPE_UNSUPPORTED');
  expect(codeOf('RIFF\0\0\0\0WEBPVP8 ')).toBe('FILE_TYPE_UNSUPPORTED');
  expect(codeOf('\0\0\0\x18ftypheic')).toBe('FILE_TYPE_UNSUPPORTED');
  expect(codeOf('PK\x03\x04')).toBe('FILE_NOT_AN_IMAGE');
  expect(codeOf('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe('FILE_NOT_AN_IMAGE');
  expect(codeOf('x')).toBe('FILE_NOT_AN_IMAGE');
});
