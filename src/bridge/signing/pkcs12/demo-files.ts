import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { issueDemoCertificate, type DemoAuthority } from '#lib/pki/demo-authority.ts';
import { writePkcs12 } from '#lib/pki/pkcs12.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { isServedBy, openAuthority, toPem } from './demo-authority-files.ts';

/** Whose demo certificates there shall be. */
export type DemoHolders = {
  signerNames: readonly string[];
  /** Agencies sign with a certificate of their own: the digital seal. */
  agencyNames?: readonly string[];
  /** Where the demo TSA, OCSP and CRL answer; null: the certificates name none. */
  servicesUrl?: string | null;
  /** Only protects the files; it is not kept anywhere. */
  pin: string;
};

/** One demo signer on the disk: the certificate readable, its key under the PIN. */
export type DemoSignerFile = {
  signerName: string;
  /** DER, leaf first. */
  chain: [Buffer, Buffer];
  /** Name of the PKCS#12 file in the data folder. */
  keyFile: string;
};

const signerYearsMs = 3 * 365 * 86_400_000;

export type DemoFiles = { signers: DemoSignerFile[]; isNew: boolean };

type Holder = { name: string; kind: 'person' | 'agency' };

/**
 * The demo certificates of these people and agencies, made once and kept; made anew when they are
 * out of force, or do not name the services that shall answer for them. Throws StartError when kept
 * files are under another PIN.
 */
export async function openDemoFiles(
  folder: DataFolder,
  { signerNames, agencyNames = [], servicesUrl = null, pin }: DemoHolders,
  now: Date,
): Promise<DemoFiles> {
  const holders: Holder[] = [
    ...signerNames.map((name) => ({ name, kind: 'person' as const })),
    ...agencyNames.map((name) => ({ name, kind: 'agency' as const })),
  ];
  const read = () =>
    Promise.all(holders.map(({ name }) => readUsableSigner(folder, name, servicesUrl, now)));
  const kept = await read();
  const missing = holders.filter((_, index) => kept[index] === null);
  const isComplete = missing.length === 0 && servicesUrl === null;
  if (isComplete) return { signers: kept.flatMap((file) => file ?? []), isNew: false };
  const authority = await openAuthority(folder, servicesUrl, pin, now);
  for (const holder of missing) await makeSigner(folder, authority, holder, pin, now);
  const signers = (await read()).flatMap((file) => file ?? []);
  return { signers, isNew: missing.length > 0 };
}

async function makeSigner(
  folder: DataFolder,
  authority: DemoAuthority,
  { name, kind }: Holder,
  pin: string,
  now: Date,
): Promise<void> {
  const issued = await issueDemoCertificate(
    authority,
    {
      commonName: name,
      holder: kind,
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
    friendlyName: name,
    password: pin,
  });
  // The certificates last: a signer is there once they are.
  await folder.write(`${baseNameOf(name)}.p12`, file);
  await folder.write(`${baseNameOf(name)}.chain`, toPem(leaf) + toPem(issuer));
}

/** `null` when the signer is not there yet, or shall be made anew. */
async function readUsableSigner(
  folder: DataFolder,
  signerName: string,
  servicesUrl: string | null,
  now: Date,
): Promise<DemoSignerFile | null> {
  const signer = await readDemoSigner(folder, signerName);
  const leaf = signer && new X509Certificate(signer.chain[0]);
  return leaf && leaf.validToDate > now && isServedBy(leaf, servicesUrl) ? signer : null;
}

/** The demo certificate of a person or an agency, in force or not; `null` when there is none. */
export async function readDemoSigner(
  folder: DataFolder,
  signerName: string,
): Promise<DemoSignerFile | null> {
  const pem = await folder.read(`${baseNameOf(signerName)}.chain`);
  const keyFile = `${baseNameOf(signerName)}.p12`;
  const blocks = pem?.toString().match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/gu) ?? [];
  const [leaf, issuer] = blocks.map((block) => new X509Certificate(block));
  return leaf && issuer ? { signerName, chain: [leaf.raw, issuer.raw], keyFile } : null;
}

/** File names that any file system takes, whatever the person is called. */
function baseNameOf(signerName: string): string {
  const digest = createHash('sha256').update(signerName.normalize('NFC')).digest('hex');
  return `demo/signer-${digest.slice(0, 16)}`;
}
