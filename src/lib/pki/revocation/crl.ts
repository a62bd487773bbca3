import { equalBytes, toHex } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { readExtensionValues } from '../certificates/certificate-extensions.ts';
import {
  readDistributionPointName,
  readDistributionPoints,
  type DistributionPoint,
  type DistributionPointName,
} from '../certificates/distribution-point.ts';
import {
  isSameName,
  readName,
  type DistinguishedName,
} from '../certificates/distinguished-name.ts';
import { readReasonFlags, type RevocationReason } from '../certificates/revocation-reason.ts';
import { readSignatureValue } from '../certificates/signature-value.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, primitiveContext, tags } from '../der/tags.ts';
import type { SignedObject } from '../path/issuer-signature.ts';
import { CrlEntries, type CrlEntry } from './crl-entries.ts';

/** A CRL, whole or delta (RFC 5280 §5), over its original bytes. */
export type CertificateList = SignedObject & {
  der: Uint8Array;
  issuer: DistinguishedName;
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** Lower-case hex. */
  authorityKeyIdentifier: string | null;
  number: bigint | null;
  /** Set in a delta CRL: the number of the CRL that it continues. */
  baseNumber: bigint | null;
  /** null: all certificates of the issuer, for all reasons. */
  scope: CrlScope | null;
  freshestCrl: readonly DistributionPoint[];
  /** Certificates that expired since then are still listed; null: none that has expired is. */
  listsExpiredSince: Date | null;
  /** Of the list or of one of its entries: it must not be used (§5.2, §5.3). */
  hasUnknownCriticalExtension: boolean;
  entries: CrlEntries;
};

/** IssuingDistributionPoint (§5.2.5): what the list is about. */
export type CrlScope = {
  /** DER: a delta CRL has the same one as its base. */
  der: Uint8Array;
  name: DistributionPointName | null;
  onlyUserCertificates: boolean;
  onlyCaCertificates: boolean;
  onlyAttributeCertificates: boolean;
  /** null: all. */
  onlyReasons: readonly RevocationReason[] | null;
  isIndirect: boolean;
};

/** Throws DerError when the bytes are not exactly one CRL. */
export function readCrl(der: Uint8Array): CertificateList {
  const [tbs, signatureAlgorithm, signature] = readDer(der).sequence();
  if (!tbs || !signatureAlgorithm || !signature) throw new DerError('Not a CRL');

  const fields = [...tbs.sequence()];
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [innerAlgorithm, issuer, thisUpdate, ...optional] = fields;
  if (!innerAlgorithm || !issuer || !thisUpdate)
    throw new DerError('A field of the CRL is missing');
  if (!equalBytes(innerAlgorithm.bytes, signatureAlgorithm.bytes)) {
    throw new DerError('The two signature algorithms of the CRL differ');
  }
  const isTime = ({ tag }: DerNode) => tag === tags.utcTime || tag === tags.generalizedTime;
  const entries = new CrlEntries(optional.find(({ tag }) => tag === tags.sequence));
  const { values, critical } = readExtensionValues(
    optional.find(({ tag }) => tag === constructedContext(0))?.child(0),
  );
  const valueOf = (type: string) => {
    const octets = values.get(type);
    return octets && readDer(octets);
  };
  const keyIdentifier = valueOf(oids.authorityKeyIdentifier)?.find(primitiveContext(0));
  return {
    der,
    tbs: tbs.bytes,
    signatureAlgorithm: signatureAlgorithm.bytes,
    signature: readSignatureValue(signature),
    issuer: readName(issuer),
    thisUpdate: thisUpdate.time(),
    nextUpdate: optional.find(isTime)?.time() ?? null,
    authorityKeyIdentifier: keyIdentifier ? toHex(keyIdentifier.contents) : null,
    number: valueOf(oids.crlNumber)?.integer() ?? null,
    baseNumber: valueOf(oids.deltaCrlIndicator)?.integer() ?? null,
    scope: readScope(valueOf(oids.issuingDistributionPoint)),
    freshestCrl: readDistributionPoints(valueOf(oids.freshestCrl)),
    listsExpiredSince: valueOf(oids.expiredCertsOnCrl)?.time() ?? null,
    hasUnknownCriticalExtension:
      entries.hasUnknownCriticalExtension || critical.some((type) => !processed.has(type)),
    entries,
  };
}

/** What the list says of a certificate; undefined when it is not on it. */
export function crlEntryOf(list: CertificateList, certificate: Certificate): CrlEntry | undefined {
  return list.entries
    .find(certificate.serialNumberDer)
    .find(({ certificateIssuer }) =>
      certificateIssuer
        ? certificateIssuer.some(
            (name) => name.kind === 'directory' && isSameName(name.value, certificate.issuer),
          )
        : isSameName(list.issuer, certificate.issuer),
    );
}

/** Critical extensions that are processed here (§5.2). */
const processed: ReadonlySet<string> = new Set([
  oids.authorityKeyIdentifier,
  oids.issuerAltName,
  oids.crlNumber,
  oids.deltaCrlIndicator,
  oids.issuingDistributionPoint,
  oids.freshestCrl,
  oids.authorityInfoAccess,
  oids.expiredCertsOnCrl,
]);

function readScope(node: DerNode | undefined): CrlScope | null {
  if (!node) return null;
  const flag = (number: number) =>
    node.find(primitiveContext(number))?.as(tags.boolean).boolean() ?? false;
  const reasons = node.find(primitiveContext(3));
  return {
    der: node.bytes,
    name: readDistributionPointName(node.find(constructedContext(0))),
    onlyUserCertificates: flag(1),
    onlyCaCertificates: flag(2),
    onlyAttributeCertificates: flag(5),
    onlyReasons: reasons ? readReasonFlags(reasons) : null,
    isIndirect: flag(4),
  };
}
