import { toHex } from '../bytes.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { primitiveContext, tags } from '../der/tags.ts';

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
  certificatePolicies: readonly string[];
  /** Critical extensions that this program does not process: the path must be rejected. */
  unknownCritical: readonly string[];
};

/** From `[3] EXPLICIT Extensions`, or from nothing. */
export function readExtensions(node: DerNode | undefined): CertificateExtensions {
  const values = new Map<string, DerNode>();
  const unknownCritical: string[] = [];
  for (const extension of node?.child(0).sequence() ?? []) {
    const type = extension.child(0).oid();
    if (values.has(type)) throw new DerError(`Extension ${type} occurs twice`);
    const isCritical = extension.child(1).tag === tags.boolean && extension.child(1).boolean();
    values.set(type, readDer(extension.children.at(-1)?.octetString() ?? new Uint8Array()));
    if (isCritical && !processed.has(type)) unknownCritical.push(type);
  }
  return {
    keyUsage: values.get(oids.keyUsage)?.setBits().flatMap(keyUsageOfBit) ?? null,
    extendedKeyUsage:
      values
        .get(oids.extendedKeyUsage)
        ?.sequence()
        .map((purpose) => purpose.oid()) ?? null,
    basicConstraints: readBasicConstraints(values.get(oids.basicConstraints)),
    subjectKeyIdentifier: hexOf(values.get(oids.subjectKeyIdentifier)?.octetString()),
    authorityKeyIdentifier: hexOf(
      values.get(oids.authorityKeyIdentifier)?.find(primitiveContext(0))?.contents,
    ),
    certificatePolicies:
      values
        .get(oids.certificatePolicies)
        ?.sequence()
        .map((policy) => policy.child(0).oid()) ?? [],
    unknownCritical,
  };
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
  oids.crlDistributionPoints,
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
