import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openManifestKey } from './manifest-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manifest-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('keeps one key over restarts, readable by its owner only', async () => {
  const first = await openManifestKey(path.join(folder, 'new'));
  const second = await openManifestKey(path.join(folder, 'new'));
  expect(second.serverKey).toBe(first.serverKey);
  const { mode } = await stat(path.join(folder, 'new', 'manifest-key.pem'));
  expect(mode & 0o777).toBe(0o600);
});

it('gives servers that start together the same key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => openManifestKey(folder)));
  expect(new Set(keys.map(({ serverKey }) => serverKey)).size).toBe(1);
});
