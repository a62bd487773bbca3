import { toHex } from '../bytes.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { primitiveContext, tags } from '../der/tags.ts';
import {
  readNameConstraints,
  readPolicyConstraints,
  readPolicyMappings,
  readSkipCount,
  type NameConstraints,
  type PolicyConstraints,
  type PolicyMapping,
} from './constraint-extensions.ts';
import { readDistributionPoints, type DistributionPoint } from './distribution-point.ts';
import { readGeneralName, readGeneralNames, type GeneralName } from './general-name.ts';

/** Bit numbers of RFC 5280 §4.2.1.3; bit 1 was called nonRepudiation before. */
export const keyUsages = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

export type CertificateExtensions = {
  /** null: not limited. */
  keyUsage: readonly KeyUsage[] | null;
  /** Dotted; null: not limited. */
  extendedKeyUsage: readonly string[] | null;
  /** `pathLength`: how many further CA certificates may follow; null: not limited. */
  basicConstraints: { isCa: boolean; pathLength: number | null } | null;
  /** Lower-case hex. */
  subjectKeyIdentifier: string | null;
  authorityKeyIdentifier: string | null;
  /** Empty: none are stated. */
  certificatePolicies: readonly string[];
  policyMappings: readonly PolicyMapping[];
  policyConstraints: PolicyConstraints | null;
  /** After how many further certificates anyPolicy no longer counts; null: not limited. */
  inhibitAnyPolicy: number | null;
  nameConstraints: NameConstraints | null;
  subjectAltNames: readonly GeneralName[];
  crlDistributionPoints: readonly DistributionPoint[];
  /** Where delta CRLs are found. */
  freshestCrl: readonly DistributionPoint[];
  authorityInfoAccess: readonly AccessDescription[];
  /** An OCSP responder whose own status nobody needs to ask for (RFC 6960 §4.2.2.2.1). */
  hasOcspNoCheck: boolean;
  /** Dotted types of all critical extensions. */
  critical: readonly string[];
  /** Critical extensions that this program does not process: the path must be rejected. */
  unknownCritical: readonly string[];
};

/** What the issuer offers, by a dotted method, and where (RFC 5280 §4.2.2.1). */
export type AccessDescription = { method: string; location: GeneralName };

/** From `[3] EXPLICIT Extensions`, or from nothing. */
export function readExtensions(node: DerNode | undefined): CertificateExtensions {
  const { values, critical } = readExtensionValues(node?.child(0));
  const valueOf = (type: string) => {
    const octets = values.get(type);
    return octets && readDer(octets);
  };
  return {
    keyUsage: valueOf(oids.keyUsage)?.setBits().flatMap(keyUsageOfBit) ?? null,
    extendedKeyUsage:
      valueOf(oids.extendedKeyUsage)
        ?.sequence()
        .map((purpose) => purpose.oid()) ?? null,
    basicConstraints: readBasicConstraints(valueOf(oids.basicConstraints)),
    subjectKeyIdentifier: hexOf(valueOf(oids.subjectKeyIdentifier)?.octetString()),
    authorityKeyIdentifier: hexOf(
      valueOf(oids.authorityKeyIdentifier)?.find(primitiveContext(0))?.contents,
    ),
    certificatePolicies: (valueOf(oids.certificatePolicies)?.sequence() ?? []).map((policy) =>
      policy.child(0).oid(),
    ),
    policyMappings: readPolicyMappings(valueOf(oids.policyMappings)),
    policyConstraints: readPolicyConstraints(valueOf(oids.policyConstraints)),
    inhibitAnyPolicy: readSkipCount(valueOf(oids.inhibitAnyPolicy)?.expect(tags.integer)),
    nameConstraints: readNameConstraints(valueOf(oids.nameConstraints)),
    subjectAltNames: readGeneralNames(valueOf(oids.subjectAltName)),
    crlDistributionPoints: readDistributionPoints(valueOf(oids.crlDistributionPoints)),
    freshestCrl: readDistributionPoints(valueOf(oids.freshestCrl)),
    authorityInfoAccess: (valueOf(oids.authorityInfoAccess)?.sequence() ?? []).map((access) => ({
      method: access.child(0).oid(),
      location: readGeneralName(access.child(1)),
    })),
    hasOcspNoCheck: values.has(oids.ocspNoCheck),
    critical,
    unknownCritical: critical.filter((type) => !processed.has(type)),
  };
}

/** `Extensions` of a certificate, CRL, CRL entry or OCSP answer: contents by dotted type. */
export function readExtensionValues(node: DerNode | undefined): {
  values: ReadonlyMap<string, Uint8Array>;
  critical: readonly string[];
} {
  const values = new Map<string, Uint8Array>();
  const critical: string[] = [];
  for (const extension of node?.sequence() ?? []) {
    const [type, flag, value = flag] = extension.sequence();
    if (!type || !value) throw new DerError('An extension without a value');
    const name = type.oid();
    if (values.has(name)) throw new DerError(`Extension ${name} occurs twice`);
    values.set(name, value.octetString());
    if (flag !== value && flag?.boolean()) critical.push(name);
  }
  return { values, critical };
}

const processed: ReadonlySet<string> = new Set([
  oids.keyUsage,
  oids.extendedKeyUsage,
  oids.basicConstraints,
  oids.subjectKeyIdentifier,
  oids.authorityKeyIdentifier,
  oids.certificatePolicies,
  oids.subjectAltName,
  oids.issuerAltName,
  oids.policyMappings,
  oids.policyConstraints,
  oids.inhibitAnyPolicy,
  oids.nameConstraints,
  oids.crlDistributionPoints,
  oids.freshestCrl,
  oids.authorityInfoAccess,
]);

function keyUsageOfBit(bit: number): KeyUsage[] {
  const usage = keyUsages[bit];
  return usage ? [usage] : [];
}

function readBasicConstraints(
  node: DerNode | undefined,
): CertificateExtensions['basicConstraints'] {
  if (!node) return null;
  const isCa = node.find(tags.boolean)?.boolean() ?? false;
  const pathLength = node.find(tags.integer)?.integer();
  return { isCa, pathLength: pathLength === undefined ? null : Number(pathLength) };
}

function hexOf(bytes: Uint8Array | undefined): string | null {
  return bytes ? toHex(bytes) : null;
}
