import { type Bytes } from './bytes.ts';
import {
  createCertificate,
  type CertificateInput,
  type IssuerServices,
} from './certificates/create-certificate.ts';
import type { NameInput } from './certificates/distinguished-name.ts';
import { oids } from './der/oids.ts';

/** Where the demo takes its time and randomness from. */
export type DemoSources = { now: Date; random: (length: number) => Uint8Array };

/** A certificate authority for trying things out; nothing it issues has legal value. */
export type DemoAuthority = {
  certificate: Bytes;
  spki: Bytes;
  privateKey: CryptoKey;
  /** Where its demo services answer; its certificates then say so (AIA, CRL distribution point). */
  servicesUrl?: string;
};

/** P-256 and RSA-2048 where the name is only that of the family. */
export type DemoKeyType = 'ec' | 'P-384' | 'P-521' | 'rsa' | 'rsa-3072';

export type DemoSigner = {
  /** The person, or the agency. */
  commonName: string;
  /** An agency's certificate carries its tax code, as those of the Government CA do. */
  holder?: 'person' | 'agency';
  title?: string;
  organizationalUnit?: string;
  organization?: string;
  keyType: DemoKeyType;
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
/** No such enterprise: tax codes never begin with four zeros. */
const DEMO_TAX_CODE = 'MST:0000000000';

export const demoAuthorityName: NameInput = {
  country: 'VN',
  organization: DEMO_ORGANIZATION,
  commonName: 'CA thử nghiệm (DEMO – không có giá trị pháp lý)',
};

/** Addresses of the demo services below one URL. */
export function demoServices(servicesUrl: string): Required<IssuerServices> & { tsa: string } {
  const base = servicesUrl.replace(/\/+$/u, '');
  return {
    tsa: `${base}/tsa`,
    ocsp: `${base}/ocsp`,
    crl: `${base}/ca.crl`,
    issuer: `${base}/ca.cer`,
  };
}

/** A P-256 root, in force for twenty years from a day before now. */
export async function createDemoAuthority(
  sources: DemoSources,
  servicesUrl?: string,
): Promise<DemoAuthority> {
  const keys = await generateKeys('ec');
  const spki = await exportSpki(keys.publicKey);
  const certificate = await createCertificate({
    subject: demoAuthorityName,
    issuer: demoAuthorityName,
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
  return { certificate, spki, privateKey: keys.privateKey, ...(servicesUrl && { servicesUrl }) };
}

/** A new key and a certificate for signing documents with it. */
export function issueDemoCertificate(
  authority: DemoAuthority,
  signer: DemoSigner,
  sources: DemoSources,
): Promise<DemoCertificate> {
  return issue(authority, signer.keyType, sources, {
    subject: {
      country: 'VN',
      organization: signer.organization ?? DEMO_ORGANIZATION,
      commonName: signer.commonName,
      ...(signer.organizationalUnit && { organizationalUnit: signer.organizationalUnit }),
      ...(signer.title && { title: signer.title }),
      ...(signer.holder === 'agency' && { userId: DEMO_TAX_CODE }),
    },
    ...(signer.notBefore && { notBefore: signer.notBefore }),
    ...(signer.notAfter && { notAfter: signer.notAfter }),
    keyUsage: ['digitalSignature', 'contentCommitment'],
    extendedKeyUsage: [oids.documentSigning, oids.emailProtection],
  });
}

/** A P-256 key that may do nothing but sign timestamps (RFC 3161 §2.3); in force for five years. */
export function issueDemoTimestampCertificate(
  authority: DemoAuthority,
  sources: DemoSources,
  changes: Partial<CertificateInput> = {},
): Promise<DemoCertificate> {
  return issue(authority, 'ec', sources, {
    subject: serviceName('Dấu thời gian thử nghiệm (DEMO)'),
    notAfter: new Date(sources.now.getTime() + 5 * 365 * DAY_MS),
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [oids.timeStamping],
    isExtendedKeyUsageCritical: true,
    ...changes,
  });
}

/** A P-256 key that answers OCSP for the authority (RFC 6960 §4.2.2.2), in force for five years. */
export function issueDemoOcspCertificate(
  authority: DemoAuthority,
  sources: DemoSources,
  changes: Partial<CertificateInput> = {},
): Promise<DemoCertificate> {
  return issue(authority, 'ec', sources, {
    subject: serviceName('OCSP thử nghiệm (DEMO)'),
    notAfter: new Date(sources.now.getTime() + 5 * 365 * DAY_MS),
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [oids.ocspSigning],
    hasOcspNoCheck: true,
    ...changes,
  });
}

type LeafInput = Partial<CertificateInput> & Pick<CertificateInput, 'subject' | 'keyUsage'>;

async function issue(
  authority: DemoAuthority,
  keyType: DemoKeyType,
  sources: DemoSources,
  leaf: LeafInput,
): Promise<DemoCertificate> {
  const keys = await generateKeys(keyType);
  const { servicesUrl } = authority;
  const certificate = await createCertificate({
    issuer: demoAuthorityName,
    spki: await exportSpki(keys.publicKey),
    issuerSpki: authority.spki,
    serialNumber: newSerialNumber(sources),
    notBefore: new Date(sources.now.getTime() - DAY_MS),
    notAfter: new Date(sources.now.getTime() + 365 * DAY_MS),
    certificatePolicies: [oids.demoPolicy],
    ...(servicesUrl && { services: demoServices(servicesUrl) }),
    signWith: authority.privateKey,
    ...leaf,
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate,
    chain: [certificate, authority.certificate],
    privateKey: keys.privateKey,
    privateKeyPkcs8: new Uint8Array(pkcs8),
  };
}

function serviceName(commonName: string): NameInput {
  return { country: 'VN', organization: DEMO_ORGANIZATION, commonName };
}

function generateKeys(keyType: DemoKeyType): Promise<CryptoKeyPair> {
  const uses = ['sign', 'verify'] as const;
  if (keyType === 'ec' || keyType === 'P-384' || keyType === 'P-521') {
    const namedCurve = keyType === 'ec' ? 'P-256' : keyType;
    return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, uses);
  }
  return crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: keyType === 'rsa' ? 2048 : 3072,
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
