import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { withExifOrientation } from '#fixtures/formats/jpeg.ts';
import { pngChunk } from '#fixtures/formats/png.ts';
import { withoutExif } from './without-exif.ts';

const picture = createCanvas(40, 30);
const jpeg = new Uint8Array(picture.toBuffer('image/jpeg', 80));
const png = new Uint8Array(picture.toBuffer('image/png'));

test('a JPEG loses its EXIF block and nothing else', () => {
  expect(withoutExif(withExifOrientation(jpeg, 6))).toEqual(jpeg);
});

test('every EXIF block goes, also after fill octets', () => {
  const once = withExifOrientation(jpeg, 6);
  const filled = joined(once.subarray(0, 2), Uint8Array.of(0xff), once.subarray(2));
  expect(withoutExif(withExifOrientation(filled, 8))).toEqual(
    joined(jpeg.subarray(0, 2), Uint8Array.of(0xff), jpeg.subarray(2)),
  );
});

test('a PNG loses its eXIf chunk and nothing else', () => {
  const exif = withExifOrientation(jpeg, 6).subarray(12, 12 + 26);
  const afterHeader = 8 + 25;
  const turned = joined(
    png.subarray(0, afterHeader),
    pngChunk('eXIf', exif),
    png.subarray(afterHeader),
  );
  expect(withoutExif(turned)).toEqual(png);
});

test('a picture without EXIF, broken bytes and no bytes come back uncopied', () => {
  const cut = withExifOrientation(jpeg, 6).slice(0, 20);
  for (const bytes of [jpeg, png, cut, png.slice(0, 20), new Uint8Array(0)]) {
    expect(withoutExif(bytes)).toBe(bytes);
  }
});

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
