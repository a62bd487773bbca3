import { createCanvas } from '@napi-rs/canvas';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import UTIF from 'utif2';
import { wholePageType } from './whole-page.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'whole-page-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function typeOf(bytes: Uint8Array): Promise<string | null> {
  const name = path.join(folder, 'page');
  await writeFile(name, bytes);
  const file = await open(name, 'r');
  try {
    return await wholePageType(file, bytes.length);
  } finally {
    await file.close();
  }
}

const canvas = createCanvas(120, 160);
const pixels = new Uint8Array(120 * 160 * 4).fill(255);
const tiff = new Uint8Array(UTIF.encodeImage(pixels, 120, 160));
const whole = [
  ['image/jpeg', canvas.toBuffer('image/jpeg')],
  ['image/png', canvas.toBuffer('image/png')],
  ['image/tiff', tiff],
  ['application/pdf', Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n')],
] as const;

describe.each(whole)('%s', (type, bytes) => {
  it('is told by its bytes when it is whole', async () => {
    expect(await typeOf(bytes)).toBe(type);
  });

  it('may be followed by the padding of a device', async () => {
    expect(await typeOf(Buffer.concat([bytes, Buffer.alloc(512)]))).toBe(type);
  });

  it.each([0.1, 0.5, 0.9])('is no page when it stops at %d', async (share) => {
    expect(await typeOf(bytes.subarray(0, Math.floor(bytes.length * share)))).toBe(null);
  });
});

it.each([
  ['nothing', ''],
  ['a text', 'Xin chào'],
  ['a web page', '<html></html>%%EOF'],
  ['a TIFF whose directory lies beyond its end', 'II*\0\xFF\xFF\xFF\x7F'],
  ['a TIFF without pages', 'II*\0\0\0\0\0'],
])('takes %s for no page', async (_, text) => {
  expect(await typeOf(Buffer.from(text, 'latin1'))).toBe(null);
});
