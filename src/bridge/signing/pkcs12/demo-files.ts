import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
} from '#lib/pki/demo-authority.ts';
import { readPkcs12, writePkcs12 } from '#lib/pki/pkcs12.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { StartError } from '../../start-error.ts';
import { wording } from '../../wording.ts';

/** One demo signer on the disk: the certificate readable, its key under the PIN. */
export type DemoSignerFile = {
  signerName: string;
  /** DER, leaf first. */
  chain: [Buffer, Buffer];
  /** Name of the PKCS#12 file in the data folder. */
  keyFile: string;
};

/** The demo authority's certificate for those who check signatures; its key stays in `demo/`. */
const anchorFile = 'anchors/demo-ca.pem';
const authorityKeyFile = 'demo/authority.p12';
const signerYearsMs = 3 * 365 * 86_400_000;

export type DemoFiles = { signers: DemoSignerFile[]; isNew: boolean };

/**
 * The demo certificates of these people, made once and kept. The PIN only protects the files; it is
 * not kept anywhere. Throws StartError when kept files are under another PIN.
 */
export async function openDemoFiles(
  folder: DataFolder,
  signerNames: readonly string[],
  pin: string,
  now: Date,
): Promise<DemoFiles> {
  const kept = await Promise.all(signerNames.map((name) => readSigner(folder, name, now)));
  const missing = signerNames.filter((_, index) => kept[index] === null);
  if (missing.length === 0) return { signers: kept.flatMap((file) => file ?? []), isNew: false };
  const authority = await openAuthority(folder, pin, now);
  for (const name of missing) await makeSigner(folder, authority, name, pin, now);
  const signers = await Promise.all(signerNames.map((name) => readSigner(folder, name, now)));
  return { signers: signers.flatMap((file) => file ?? []), isNew: true };
}

/** The PEM of one certificate (RFC 7468). */
export function toPem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

async function openAuthority(folder: DataFolder, pin: string, now: Date): Promise<DemoAuthority> {
  const kept = await folder.read(authorityKeyFile);
  if (!kept) return await makeAuthority(folder, pin, now);
  try {
    const { chain, privateKeyPkcs8 } = await readPkcs12(kept, pin);
    const [certificate] = chain;
    if (!certificate) throw new AppError('FILE_TYPE_UNSUPPORTED');
    await folder.write(anchorFile, toPem(certificate));
    return {
      certificate: Uint8Array.from(certificate),
      spki: Uint8Array.from(
        new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }),
      ),
      privateKey: await crypto.subtle.importKey(
        'pkcs8',
        Uint8Array.from(privateKeyPkcs8),
        { name: 'ECDSA', namedCurve: 'P-256' },
        false,
        ['sign'],
      ),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const path = folder.resolve(authorityKeyFile);
    throw new StartError(wording.demoPinDiffers(path), { cause: error });
  }
}

async function makeAuthority(folder: DataFolder, pin: string, now: Date): Promise<DemoAuthority> {
  const authority = await createDemoAuthority({ now, random: randomBytes });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', authority.privateKey);
  const file = await writePkcs12({
    privateKeyPkcs8: new Uint8Array(pkcs8),
    chain: [authority.certificate],
    friendlyName: 'demo-ca',
    password: pin,
  });
  await folder.write(authorityKeyFile, file);
  await folder.write(anchorFile, toPem(authority.certificate));
  return authority;
}

async function makeSigner(
  folder: DataFolder,
  authority: DemoAuthority,
  signerName: string,
  pin: string,
  now: Date,
): Promise<void> {
  const issued = await issueDemoCertificate(
    authority,
    {
      commonName: signerName,
      keyType: 'ec',
      notAfter: new Date(now.getTime() + signerYearsMs),
    },
    { now, random: randomBytes },
  );
  const [leaf, issuer] = issued.chain;
  if (!leaf || !issuer) throw new Error('A demo certificate comes with its authority');
  const file = await writePkcs12({
    privateKeyPkcs8: issued.privateKeyPkcs8,
    chain: issued.chain,
    friendlyName: signerName,
    password: pin,
  });
  // The certificates last: a signer is there once they are.
  await folder.write(`${baseNameOf(signerName)}.p12`, file);
  await folder.write(`${baseNameOf(signerName)}.chain`, toPem(leaf) + toPem(issuer));
}

/** `null` when the signer is not there yet, or not in force any more. */
async function readSigner(
  folder: DataFolder,
  signerName: string,
  now: Date,
): Promise<DemoSignerFile | null> {
  const pem = await folder.read(`${baseNameOf(signerName)}.chain`);
  const keyFile = `${baseNameOf(signerName)}.p12`;
  const blocks = pem?.toString().match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/gu) ?? [];
  const [leaf, issuer] = blocks.map((block) => new X509Certificate(block));
  if (!leaf || !issuer || leaf.validToDate <= now) return null;
  return { signerName, chain: [leaf.raw, issuer.raw], keyFile };
}

/** File names that any file system takes, whatever the person is called. */
function baseNameOf(signerName: string): string {
  const digest = createHash('sha256').update(signerName.normalize('NFC')).digest('hex');
  return `demo/signer-${digest.slice(0, 16)}`;
}
