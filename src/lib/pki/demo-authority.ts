import { type Bytes } from './bytes.ts';
import { createCertificate } from './certificates/create-certificate.ts';
import type { NameInput } from './certificates/distinguished-name.ts';
import { oids } from './der/oids.ts';

/** Where the demo takes its time and randomness from. */
export type DemoSources = { now: Date; random: (length: number) => Uint8Array };

/** A certificate authority for trying things out; nothing it issues has legal value. */
export type DemoAuthority = { certificate: Bytes; spki: Bytes; privateKey: CryptoKey };

export type DemoSigner = {
  /** The person, or the agency. */
  commonName: string;
  title?: string;
  organizationalUnit?: string;
  organization?: string;
  keyType: 'rsa' | 'ec';
  /** Left out: a year from a day before now. */
  notBefore?: Date;
  notAfter?: Date;
};

export type DemoCertificate = {
  certificate: Bytes;
  /** Leaf first, root last. */
  chain: Bytes[];
  privateKey: CryptoKey;
  privateKeyPkcs8: Bytes;
};

export const DEMO_ORGANIZATION = 'TRẠM SỐ HÓA – DEMO';

const DAY_MS = 86_400_000;

const authorityName: NameInput = {
  country: 'VN',
  organization: DEMO_ORGANIZATION,
  commonName: 'CA thử nghiệm (DEMO – không có giá trị pháp lý)',
};

/** A P-256 root, in force for twenty years from a day before now. */
export async function createDemoAuthority(sources: DemoSources): Promise<DemoAuthority> {
  const keys = await generateKeys('ec');
  const spki = await exportSpki(keys.publicKey);
  const certificate = await createCertificate({
    subject: authorityName,
    issuer: authorityName,
    spki,
    issuerSpki: spki,
    serialNumber: newSerialNumber(sources),
    notBefore: new Date(sources.now.getTime() - DAY_MS),
    notAfter: new Date(sources.now.getTime() + 20 * 365 * DAY_MS),
    keyUsage: ['keyCertSign', 'cRLSign'],
    certificateAuthority: { pathLength: 1 },
    certificatePolicies: [oids.demoPolicy],
    signWith: keys.privateKey,
  });
  return { certificate, spki, privateKey: keys.privateKey };
}

/** A new key (P-256 or RSA-2048) and a certificate for signing documents with it. */
export async function issueDemoCertificate(
  authority: DemoAuthority,
  signer: DemoSigner,
  sources: DemoSources,
): Promise<DemoCertificate> {
  const keys = await generateKeys(signer.keyType);
  const certificate = await createCertificate({
    subject: {
      country: 'VN',
      organization: signer.organization ?? DEMO_ORGANIZATION,
      commonName: signer.commonName,
      ...(signer.organizationalUnit && { organizationalUnit: signer.organizationalUnit }),
      ...(signer.title && { title: signer.title }),
    },
    issuer: authorityName,
    spki: await exportSpki(keys.publicKey),
    issuerSpki: authority.spki,
    serialNumber: newSerialNumber(sources),
    notBefore: signer.notBefore ?? new Date(sources.now.getTime() - DAY_MS),
    notAfter: signer.notAfter ?? new Date(sources.now.getTime() + 365 * DAY_MS),
    keyUsage: ['digitalSignature', 'contentCommitment'],
    extendedKeyUsage: [oids.documentSigning, oids.emailProtection],
    certificatePolicies: [oids.demoPolicy],
    signWith: authority.privateKey,
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate,
    chain: [certificate, authority.certificate],
    privateKey: keys.privateKey,
    privateKeyPkcs8: new Uint8Array(pkcs8),
  };
}

function generateKeys(keyType: 'rsa' | 'ec'): Promise<CryptoKeyPair> {
  const uses = ['sign', 'verify'] as const;
  if (keyType === 'ec') {
    return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, uses);
  }
  return crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    true,
    uses,
  );
}

async function exportSpki(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', key));
}

/** Positive, 16 octets. */
function newSerialNumber({ random }: DemoSources): Uint8Array {
  const octets = Uint8Array.from(random(16));
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}
