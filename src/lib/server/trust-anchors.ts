import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Certificates of a folder (`*.pem`, `*.crt`, `*.cer`; PEM or DER), read anew each time: the bridge
 * may lay its demonstration CA there after the server has started.
 */
export async function readTrustAnchors(folder: string | null): Promise<Uint8Array[]> {
  if (folder === null) return [];
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(?:pem|crt|cer)$/iu.test(name)).sort();
  const certificates = await Promise.all(
    files.map(async (name) => certificatesIn(await readFile(join(folder, name)))),
  );
  return certificates.flat();
}

function certificatesIn(file: Buffer): Uint8Array[] {
  const text = file.toString('latin1');
  if (!text.includes('-----BEGIN')) return [new Uint8Array(file)];
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/gu);
  return [...blocks].map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')));
}
