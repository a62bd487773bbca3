import { concatBytes, latin1, type Bytes } from '../bytes.ts';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  namedBits,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from '../der/der-writer.ts';
import { readDer } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { digest } from '../digest.ts';
import { ecdsaToDer, sha256SignatureIdentifier } from '../signature-algorithm.ts';
import { encodeName, type NameInput } from './distinguished-name.ts';
import { keyUsages, type KeyUsage } from './certificate-extensions.ts';

export type CertificateInput = {
  subject: NameInput;
  issuer: NameInput;
  /** DER SubjectPublicKeyInfo. */
  spki: Uint8Array;
  issuerSpki: Uint8Array;
  /** Random, at most 20 octets (RFC 5280 §4.1.2.2). */
  serialNumber: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  keyUsage: readonly KeyUsage[];
  extendedKeyUsage?: readonly string[];
  /** As RFC 3161 §2.3 asks of a TSA. */
  isExtendedKeyUsageCritical?: boolean;
  /** Set for a CA: how many CA certificates may follow; null: not limited. */
  certificateAuthority?: { pathLength: number | null };
  certificatePolicies?: readonly string[];
  /** Where the issuer answers about it (RFC 5280 §4.2.1.13, §4.2.2.1). */
  services?: IssuerServices;
  /** An OCSP responder whose own status nobody needs to ask for (RFC 6960 §4.2.2.2.1). */
  hasOcspNoCheck?: boolean;
  /** DER Extensions beyond those above, see `extension`. */
  furtherExtensions?: readonly Uint8Array[];
  signWith: CryptoKey;
};

/** URLs: OCSP responder, the issuer's certificate, its CRL. */
export type IssuerServices = { ocsp?: string; issuer?: string; crl?: string };

/** DER of an X.509 v3 certificate signed with SHA-256 by an RSA (PKCS#1 v1.5) or ECDSA key. */
export async function createCertificate(input: CertificateInput): Promise<Bytes> {
  const keyType = input.signWith.algorithm.name === 'ECDSA' ? 'ec' : 'rsa';
  const algorithm = sha256SignatureIdentifier(keyType);
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(input.serialNumber),
    algorithm,
    encodeName(input.issuer),
    sequence(time(input.notBefore), time(input.notAfter)),
    encodeName(input.subject),
    input.spki,
    explicit(3, sequence(...(await extensionsOf(input)))),
  );
  return sequence(tbs, algorithm, bitString(await signSha256(input.signWith, tbs)));
}

/** Signature as CMS and X.509 carry it: RSA block, or DER `SEQUENCE { r, s }`. */
export async function signSha256(key: CryptoKey, data: Bytes): Promise<Bytes> {
  if (key.algorithm.name !== 'ECDSA') {
    return new Uint8Array(await crypto.subtle.sign(key.algorithm.name, key, data));
  }
  const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, data);
  return ecdsaToDer(new Uint8Array(raw));
}

async function extensionsOf(input: CertificateInput): Promise<Uint8Array[]> {
  const { certificateAuthority, extendedKeyUsage, certificatePolicies } = input;
  const constraints = certificateAuthority
    ? sequence(boolean(true), ...pathLengthOf(certificateAuthority))
    : sequence();
  const usageBits = input.keyUsage.map((usage) => keyUsages.indexOf(usage));
  return [
    extension(oids.basicConstraints, constraints, true),
    extension(oids.keyUsage, namedBits(usageBits), true),
    extension(oids.subjectKeyIdentifier, octetString(await keyIdentifier(input.spki))),
    extension(
      oids.authorityKeyIdentifier,
      sequence(implicit(0, await keyIdentifier(input.issuerSpki))),
    ),
    ...(extendedKeyUsage
      ? [
          extension(
            oids.extendedKeyUsage,
            sequence(...extendedKeyUsage.map(objectIdentifier)),
            input.isExtendedKeyUsageCritical,
          ),
        ]
      : []),
    ...(certificatePolicies
      ? [
          extension(
            oids.certificatePolicies,
            sequence(...certificatePolicies.map((policy) => sequence(objectIdentifier(policy)))),
          ),
        ]
      : []),
    ...servicesOf(input.services ?? {}),
    ...(input.hasOcspNoCheck ? [extension(oids.ocspNoCheck, nullValue())] : []),
    ...(input.furtherExtensions ?? []),
  ];
}

function pathLengthOf({ pathLength }: { pathLength: number | null }): Bytes[] {
  return pathLength === null ? [] : [integer(pathLength)];
}

function servicesOf({ ocsp, issuer, crl }: IssuerServices): Bytes[] {
  const access = [
    ...(ocsp ? [sequence(objectIdentifier(oids.accessOcsp), uri(ocsp))] : []),
    ...(issuer ? [sequence(objectIdentifier(oids.accessCaIssuers), uri(issuer))] : []),
  ];
  return [
    ...(access.length > 0 ? [extension(oids.authorityInfoAccess, sequence(...access))] : []),
    ...(crl
      ? [
          extension(
            oids.crlDistributionPoints,
            sequence(sequence(explicit(0, explicit(0, uri(crl))))),
          ),
        ]
      : []),
  ];
}

/** GeneralName of a URL. */
function uri(url: string): Bytes {
  return implicit(6, latin1(url));
}

/** DER Extension (RFC 5280 §4.1). */
export function extension(type: string, value: Uint8Array, isCritical = false): Bytes {
  const critical = isCritical ? boolean(true) : new Uint8Array();
  return sequence(concatBytes(objectIdentifier(type), critical, octetString(value)));
}

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 over the key. */
async function keyIdentifier(spki: Uint8Array): Promise<Bytes> {
  const key = readDer(spki).child(1).bitString();
  return (await digest('SHA-256', key)).slice(0, 20);
}
