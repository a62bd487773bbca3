import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';
import type { DataFolder } from './data-folder.ts';

/** The P-256 key of this installation: what a paired page recognizes the bridge by. */
export type InstanceKey = {
  /** SPKI DER. */
  publicKey: Buffer;
  /** ECDSA P-256/SHA-256, IEEE P1363. */
  sign(text: string): Buffer;
};

const fileName = 'instance-key.pem';

/** Made at the first start and kept; throws StartError when the kept file is broken. */
export async function openInstanceKey(folder: DataFolder): Promise<InstanceKey> {
  const kept = await folder.read(fileName);
  if (kept) return fromPrivateKey(parseKept(kept, folder.resolve(fileName)));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await folder.write(fileName, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return fromPrivateKey(privateKey);
}

function parseKept(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new StartError(wording.fileBroken(path), { cause: error });
  }
}

function fromPrivateKey(privateKey: KeyObject): InstanceKey {
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    sign: (text) =>
      sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}
