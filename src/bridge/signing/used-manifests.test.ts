import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataFolder } from '../storage/data-folder.ts';
import { UsedManifests } from './used-manifests.ts';

let folderPath: string;
beforeEach(async () => {
  folderPath = await mkdtemp(path.join(tmpdir(), 'bridge-manifests-'));
});
afterEach(() => rm(folderPath, { recursive: true }));

const manifest = {
  jti: 'm-1',
  iat: 1_000,
  exp: 1_300,
  origin: 'https://so.example.vn',
  userName: 'Trần Minh Hà',
  certificateSha256: '',
  documents: [],
};

it('refuses a used manifest over a restart of the bridge', async () => {
  const folder = await DataFolder.open(folderPath);
  await (await UsedManifests.open(folder)).use(manifest, 1_100_000);
  const restarted = await UsedManifests.open(folder);
  await expect(restarted.use(manifest, 1_200_000)).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    details: { reason: 'replayed' },
  });
  await expect(restarted.use({ ...manifest, jti: 'm-2' }, 1_200_000)).resolves.toBeUndefined();
});

it('does not start on a broken file instead of forgetting what was used', async () => {
  const folder = await DataFolder.open(folderPath);
  await folder.write('used-manifests.json', '[["m-1",');
  await expect(UsedManifests.open(folder)).rejects.toThrow('used-manifests.json');
});
