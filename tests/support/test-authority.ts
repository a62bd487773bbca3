import { concatBytes, latin1, type Bytes } from '#lib/pki/bytes.ts';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import {
  createCertificate,
  extension,
  type CertificateInput,
} from '#lib/pki/certificates/create-certificate.ts';
import { encodeName, type NameInput } from '#lib/pki/certificates/distinguished-name.ts';
import {
  explicit,
  implicit,
  integer,
  objectIdentifier,
  sequence,
} from '#lib/pki/der/der-writer.ts';
import { oids } from '#lib/pki/der/oids.ts';

/** A certificate with its key: of a CA, a person, a responder. */
export type Holder = { certificate: Certificate; name: NameInput; keys: CryptoKeyPair };

export type HolderInput = Partial<
  Omit<CertificateInput, 'subject' | 'issuer' | 'signWith' | 'spki' | 'issuerSpki'>
> & {
  name: NameInput;
  /** Left out: signs itself. */
  issuer?: Holder;
  /** Left out: new ones. */
  keys?: CryptoKeyPair;
};

export const NOW = new Date('2026-11-22T03:00:00Z');
export const DAY_MS = 86_400_000;

export function daysFromNow(days: number): Date {
  return new Date(NOW.getTime() + days * DAY_MS);
}

/** P-256 keys and a certificate for them, in force since a year ago and for twenty more. */
export async function newHolder(input: HolderInput): Promise<Holder> {
  const { name, issuer, ...rest } = input;
  const keys = input.keys ?? (await newKeys());
  const signer = issuer?.keys ?? keys;
  const der = await createCertificate({
    serialNumber: concatBytes(Uint8Array.of(0x51), crypto.getRandomValues(new Uint8Array(8))),
    notBefore: daysFromNow(-365),
    notAfter: daysFromNow(20 * 365),
    keyUsage: ['digitalSignature'],
    ...rest,
    subject: name,
    issuer: issuer?.name ?? name,
    spki: await spkiOf(keys),
    issuerSpki: await spkiOf(signer),
    signWith: signer.privateKey,
  });
  return { certificate: parseCertificate(der), name, keys };
}

export function newAuthority(
  commonName: string,
  input: Partial<HolderInput> = {},
): Promise<Holder> {
  return newHolder({
    name: { country: 'VN', commonName },
    keyUsage: ['keyCertSign', 'cRLSign'],
    certificateAuthority: { pathLength: null },
    ...input,
  });
}

export function newPerson(
  issuer: Holder,
  commonName: string,
  input: Partial<HolderInput> = {},
): Promise<Holder> {
  return newHolder({ name: { country: 'VN', commonName }, issuer, ...input });
}

export function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
}

export function pemOf(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/gu) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** DER GeneralName. */
export const generalName = {
  email: (mailbox: string) => implicit(1, latin1(mailbox)),
  dns: (host: string) => implicit(2, latin1(host)),
  uri: (uri: string) => implicit(6, latin1(uri)),
  ip: (...octets: number[]) => implicit(7, Uint8Array.from(octets)),
  directory: (name: NameInput) => explicit(4, encodeName(name)),
};

export function subjectAltNames(...names: readonly Uint8Array[]): Bytes {
  return extension(oids.subjectAltName, sequence(...names));
}

export function nameConstraints(input: {
  permitted?: readonly Uint8Array[];
  excluded?: readonly Uint8Array[];
}): Bytes {
  const subtrees = (number: number, names: readonly Uint8Array[] = []) =>
    names.length > 0 ? [explicit(number, ...names.map((name) => sequence(name)))] : [];
  return extension(
    oids.nameConstraints,
    sequence(...subtrees(0, input.permitted), ...subtrees(1, input.excluded)),
    true,
  );
}

export function policyMappings(...pairs: readonly (readonly [string, string])[]): Bytes {
  const mapping = pairs.map((pair) => sequence(...pair.map(objectIdentifier)));
  return extension(oids.policyMappings, sequence(...mapping), true);
}

export function policyConstraints(input: {
  requireExplicitPolicy?: number;
  inhibitPolicyMapping?: number;
}): Bytes {
  const counts = [input.requireExplicitPolicy, input.inhibitPolicyMapping].flatMap(
    (count, number) => (count === undefined ? [] : [implicit(number, integer(count).subarray(2))]),
  );
  return extension(oids.policyConstraints, sequence(...counts), true);
}

export function inhibitAnyPolicy(count: number): Bytes {
  return extension(oids.inhibitAnyPolicy, integer(count), true);
}

async function spkiOf(keys: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
}
