import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { architecturesIn, moduleArchitectures } from './module-architecture.ts';

it('knows this machine’s own programs', () => {
  expect(moduleArchitectures(process.execPath)).toEqual([process.arch]);
});

it.each([
  ['32-bit', 0x14c, 'ia32'],
  ['64-bit', 0x8664, 'x64'],
  ['ARM64', 0xaa64, 'arm64'],
  ['unknown', 0x1234, 'other'],
])('tells a %s Windows driver without loading it', (_, machine, architecture) => {
  const header = Buffer.alloc(512);
  header.write('MZ', 'latin1');
  header.writeUInt32LE(0x80, 0x3c);
  header.write('PE\0\0', 0x80, 'latin1');
  header.writeUInt16LE(machine, 0x84);
  expect(architecturesIn(header)).toEqual([architecture]);
});

it('tells both halves of a driver for Intel and Apple processors', () => {
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0xcafe_babe, 0);
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(0x0100_0007, 8);
  header.writeUInt32BE(0x0100_000c, 28);
  expect(architecturesIn(header)).toEqual(['x64', 'arm64']);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('#!/bin/sh\n'.repeat(20))],
  ['a header that points outside', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(62, 0xff)])],
])('takes %s for no driver', async (_, content) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'module-'));
  try {
    const file = path.join(folder, 'driver.so');
    await writeFile(file, content);
    expect(moduleArchitectures(file)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
