import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { displayName, parseCertificate } from '#lib/pki/certificate.ts';
import { readPkcs12 } from '#lib/pki/pkcs12.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';

/** Signs with a demo certificate out of the data folder of a running bridge, as that person would. */
export async function signAsHolder(
  pdf: Uint8Array,
  bridgeFolder: string,
  holder: string,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const { chain, privateKeyPkcs8 } = await keyOf(join(bridgeFolder, 'demo'), holder);
  const prepared = await prepareSignature(pdf, {
    certificateChain: chain,
    signedAt: new Date(),
    profile: 'scan',
    appearance: null,
  });
  const key = await crypto.subtle.importKey(
    'pkcs8',
    Uint8Array.from(privateKeyPkcs8),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const raw = await crypto.subtle.sign(algorithm, key, new Uint8Array(prepared.toBeSigned));
  const bytes = await sealSignature(prepared, new Uint8Array(raw));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function keyOf(folder: string, holder: string) {
  for (const name of await readdir(folder)) {
    if (!/^signer-.*\.p12$/u.test(name)) continue;
    const contents = await readPkcs12(await readFile(join(folder, name)), '123456');
    const [leaf] = contents.chain;
    if (leaf && displayName(parseCertificate(leaf).subject) === holder) return contents;
  }
  throw new Error(`no demo certificate of ${holder}`);
}
