import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import {
  createDemoAuthority,
  demoServices,
  issueDemoOcspCertificate,
  issueDemoTimestampCertificate,
  type DemoAuthority,
  type DemoCertificate,
} from '#lib/pki/demo-authority.ts';
import { readPkcs12, writePkcs12 } from '#lib/pki/pkcs12.ts';
import type { AnchorProvenance } from '#lib/protocol/trust-anchors.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { StartError } from '../../start-error.ts';
import { wording } from '../../wording.ts';

/** The demo authority's certificate for those who check signatures; its key stays in `demo/`. */
const anchorName = 'anchors/demo-ca';
export const authorityKeyFile = 'demo/authority.p12';
const timestampKeyFile = 'demo/tsa.p12';
const ocspKeyFile = 'demo/ocsp.p12';

/** What the authority's TSA and OCSP responder sign with. */
export type DemoServiceKey = { chain: Uint8Array<ArrayBuffer>[]; privateKey: CryptoKey };
export type DemoServiceKeys = {
  authority: DemoAuthority;
  timestamp: DemoServiceKey;
  ocsp: DemoServiceKey;
};

/**
 * The kept authority, or a new one. With `servicesUrl` its TSA and OCSP responder get their keys
 * too. Throws StartError when it is kept under another PIN.
 */
export async function openAuthority(
  folder: DataFolder,
  servicesUrl: string | null,
  pin: string,
  now: Date,
): Promise<DemoAuthority> {
  const kept = await readKey(folder, authorityKeyFile, pin);
  const authority = {
    ...(kept ? authorityOf(kept) : await makeAuthority(folder, pin, now)),
    ...(servicesUrl !== null && { servicesUrl }),
  };
  await publishAnchor(folder, authority, now);
  if (servicesUrl !== null) await makeServiceKeys(folder, authority, servicesUrl, pin, now);
  return authority;
}

/** Null before the bridge has made them. Throws StartError when they are kept under another PIN. */
export async function readServiceKeys(
  folder: DataFolder,
  pin: string,
): Promise<DemoServiceKeys | null> {
  const [authority, timestamp, ocsp] = await Promise.all(
    [authorityKeyFile, timestampKeyFile, ocspKeyFile].map((file) => readKey(folder, file, pin)),
  );
  if (!authority || !timestamp || !ocsp) return null;
  return { authority: authorityOf(authority), timestamp, ocsp };
}

/** Whether the certificate says that these services answer for it. */
export function isServedBy(certificate: X509Certificate, servicesUrl: string | null): boolean {
  if (servicesUrl === null) return true;
  return certificate.infoAccess?.includes(demoServices(servicesUrl).ocsp) ?? false;
}

/** The PEM of one certificate (RFC 7468). */
export function toPem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

async function makeAuthority(folder: DataFolder, pin: string, now: Date): Promise<DemoAuthority> {
  await keepFormerAnchor(folder);
  const authority = await createDemoAuthority({ now, random: randomBytes });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', authority.privateKey);
  const file = await writePkcs12({
    privateKeyPkcs8: new Uint8Array(pkcs8),
    chain: [authority.certificate],
    friendlyName: 'demo-ca',
    password: pin,
  });
  await folder.write(authorityKeyFile, file);
  return authority;
}

/** What an authority signed whose key is gone stays as trusted as it was. */
async function keepFormerAnchor(folder: DataFolder): Promise<void> {
  const pem = await folder.read(`${anchorName}.pem`);
  if (!pem) return;
  const { raw } = new X509Certificate(pem);
  const formerName = `${anchorName}-${sha256Of(raw).slice(0, 8)}`;
  const record = await folder.read(`${anchorName}.json`);
  if (record) await folder.write(`${formerName}.json`, record);
  await folder.write(`${formerName}.pem`, pem);
}

async function publishAnchor(
  folder: DataFolder,
  { certificate }: DemoAuthority,
  now: Date,
): Promise<void> {
  const pem = toPem(certificate);
  const sha256 = sha256Of(certificate);
  const [keptPem, keptRecord] = await Promise.all([
    folder.read(`${anchorName}.pem`),
    folder.read(`${anchorName}.json`),
  ]);
  if (keptPem?.toString() === pem && keptRecord?.includes(sha256)) return;
  const record: AnchorProvenance = {
    sha256,
    source: wording.demoAnchorSource,
    importedAt: now.toISOString(),
    importedBy: wording.appTitle,
    purposes: ['signing', 'timestamping'],
    services: [],
  };
  // A record that does not fit its certificate takes the trust away: the certificate goes first.
  await folder.write(`${anchorName}.pem`, pem);
  await folder.write(`${anchorName}.json`, `${JSON.stringify(record, null, 2)}\n`);
}

async function makeServiceKeys(
  folder: DataFolder,
  authority: DemoAuthority,
  servicesUrl: string,
  pin: string,
  now: Date,
): Promise<void> {
  const sources = { now, random: randomBytes };
  const issuers = [
    [timestampKeyFile, () => issueDemoTimestampCertificate(authority, sources)],
    [ocspKeyFile, () => issueDemoOcspCertificate(authority, sources)],
  ] as const;
  for (const [file, issue] of issuers) {
    const leaf = await readLeaf(folder, file, pin);
    const isInUse =
      leaf !== null &&
      leaf.validToDate > now &&
      leaf.checkIssued(new X509Certificate(authority.certificate)) &&
      leaf.verify(new X509Certificate(authority.certificate).publicKey) &&
      isServedBy(leaf, servicesUrl);
    if (!isInUse) await writeServiceKey(folder, file, await issue(), pin);
  }
}

async function readLeaf(
  folder: DataFolder,
  file: string,
  pin: string,
): Promise<X509Certificate | null> {
  const [leaf] = (await readKey(folder, file, pin))?.chain ?? [];
  return leaf ? new X509Certificate(leaf) : null;
}

async function writeServiceKey(
  folder: DataFolder,
  file: string,
  { privateKeyPkcs8, chain }: DemoCertificate,
  pin: string,
): Promise<void> {
  const friendlyName = file.replace(/^demo\/|\.p12$/gu, '');
  await folder.write(
    file,
    await writePkcs12({ privateKeyPkcs8, chain, friendlyName, password: pin }),
  );
}

async function readKey(
  folder: DataFolder,
  file: string,
  pin: string,
): Promise<DemoServiceKey | null> {
  const kept = await folder.read(file);
  if (!kept) return null;
  try {
    const { chain, privateKeyPkcs8 } = await readPkcs12(kept, pin);
    const privateKey = await crypto.subtle.importKey(
      'pkcs8',
      Uint8Array.from(privateKeyPkcs8),
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign'],
    );
    return { chain: chain.map((der) => Uint8Array.from(der)), privateKey };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new StartError(wording.demoPinDiffers(folder.resolve(file)), { cause: error });
  }
}

function authorityOf({ chain: [certificate], privateKey }: DemoServiceKey): DemoAuthority {
  if (!certificate) throw new Error('A key of the demo authority comes with its certificate');
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return { certificate, spki: Uint8Array.from(spki), privateKey };
}

function sha256Of(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
