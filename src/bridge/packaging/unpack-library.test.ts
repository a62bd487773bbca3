import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unpackLibrary } from './unpack-library.ts';

const bytes = new TextEncoder().encode('native library');
let folder: string;

beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'unpack-'))));
afterEach(() => rm(folder, { recursive: true }));

it('unpacks once, for its owner alone', async () => {
  const native = path.join(folder, 'native');
  const file = unpackLibrary(bytes, native);
  const first = await stat(file);
  expect([(await stat(native)).mode & 0o777, first.mode & 0o777]).toEqual([0o700, 0o700]);
  expect(unpackLibrary(bytes, native)).toBe(file);
  expect((await stat(file)).ino).toBe(first.ino);
});

it('replaces what somebody else put there', async () => {
  const file = unpackLibrary(bytes, folder);
  await writeFile(file, 'planted');
  unpackLibrary(bytes, folder);
  expect(new Uint8Array(await readFile(file))).toEqual(bytes);
});
