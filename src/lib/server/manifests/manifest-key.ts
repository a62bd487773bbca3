import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** The P-256 key that our server signs manifests with. Bridges pin its public half at pairing. */
export type ManifestKey = {
  privateKey: KeyObject;
  /** SPKI base64, as `GET /api/signing/manifests/key` answers it. */
  serverKey: string;
};

const fileName = 'manifest-key.pem';

/**
 * The key kept in the data folder, made at the first use. Servers that start together on one folder
 * agree on one key: whoever links the file first wins. With several servers the folder is shared or
 * holds the same file.
 */
export async function openManifestKey(dataFolder: string): Promise<ManifestKey> {
  const file = path.join(dataFolder, fileName);
  return fromPrivateKey(createPrivateKey((await readKept(file)) ?? (await makeKey(file))));
}

function fromPrivateKey(privateKey: KeyObject): ManifestKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, serverKey: spki.toString('base64') };
}

async function makeKey(file: string): Promise<Buffer> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(temporary);
  }
  return await readFile(file);
}

async function readKept(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
