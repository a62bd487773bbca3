import { equalBytes, toHex } from './bytes.ts';
import {
  readExtensions,
  type CertificateExtensions,
} from './certificates/certificate-extensions.ts';
import { nameValue, readName, type DistinguishedName } from './certificates/distinguished-name.ts';
import { readPublicKeyKind, type PublicKeyKind } from './certificates/public-key.ts';
import { readSignatureValue } from './certificates/signature-value.ts';
import { DerError, readDer } from './der/der-reader.ts';
import { oids } from './der/oids.ts';
import { constructedContext, tags } from './der/tags.ts';
import { sha256Hex } from './digest.ts';

/** An X.509 certificate (RFC 5280 §4.1) over its original bytes. */
export type Certificate = {
  der: Uint8Array;
  /** The part that the issuer signed. */
  tbs: Uint8Array;
  /** 3 where there are extensions. */
  version: number;
  /** Lower-case hex, without leading zero octets. */
  serialNumber: string;
  /** DER INTEGER as it stands in the certificate. */
  serialNumberDer: Uint8Array;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  notBefore: Date;
  notAfter: Date;
  /** DER SubjectPublicKeyInfo. */
  spki: Uint8Array;
  key: PublicKeyKind;
  /** DER AlgorithmIdentifier of the issuer's signature. */
  signatureAlgorithm: Uint8Array;
  signature: Uint8Array;
  extensions: CertificateExtensions;
};

/** Throws DerError when the bytes are not exactly one certificate. */
export function parseCertificate(der: Uint8Array): Certificate {
  const [tbs, signatureAlgorithm, signature] = readDer(der).sequence();
  if (!tbs || !signatureAlgorithm || !signature) throw new DerError('Not a certificate');

  const fields = [...tbs.sequence()];
  const versionField = fields[0]?.tag === constructedContext(0) ? fields.shift() : undefined;
  const [serial, innerAlgorithm, issuer, validity, subject, spki, ...optional] = fields;
  if (!serial || !innerAlgorithm || !issuer || !validity || !subject || !spki) {
    throw new DerError('A field of the certificate is missing');
  }
  if (!equalBytes(innerAlgorithm.bytes, signatureAlgorithm.bytes)) {
    throw new DerError('The two signature algorithms of the certificate differ');
  }
  return {
    der,
    tbs: tbs.bytes,
    version: versionField ? Number(versionField.child(0).integer()) + 1 : 1,
    serialNumber: toHex(serial.expect(tags.integer).contents).replace(/^(?:00)+(?=.)/u, ''),
    serialNumberDer: serial.bytes,
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: validity.child(0).time(),
    notAfter: validity.child(1).time(),
    spki: spki.bytes,
    key: readPublicKeyKind(spki),
    signatureAlgorithm: signatureAlgorithm.bytes,
    signature: readSignatureValue(signature),
    extensions: readExtensions(optional.find((field) => field.tag === constructedContext(3))),
  };
}

/** Lower-case hex over the DER. */
export function certificateSha256(certificate: Certificate): Promise<string> {
  return sha256Hex(certificate.der);
}

/** Both ends included (RFC 5280 §4.1.2.5). */
export function isInForce(certificate: Certificate, at: Date): boolean {
  return certificate.notBefore <= at && at <= certificate.notAfter;
}

/**
 * May sign documents: digitalSignature or contentCommitment (RFC 5280 §4.2.1.3), and not limited to
 * another purpose by its extended key usage.
 */
export function isForSigningDocuments({ extensions }: Certificate): boolean {
  const { keyUsage, extendedKeyUsage } = extensions;
  const mayBySignature =
    !keyUsage || keyUsage.includes('digitalSignature') || keyUsage.includes('contentCommitment');
  const onlyForOthers =
    extendedKeyUsage !== null &&
    extendedKeyUsage.length > 0 &&
    extendedKeyUsage.every(
      (purpose) => purpose === oids.timeStamping || purpose === oids.ocspSigning,
    );
  return mayBySignature && !onlyForOthers && !extensions.basicConstraints?.isCa;
}

/** Issued by the demo authority: every use is marked as having no legal value. */
export function isDemoCertificate({ extensions }: Certificate): boolean {
  return extensions.certificatePolicies.includes(oids.demoPolicy);
}

/**
 * Whose certificate it is, as far as its name tells: those of agencies carry a tax code or an
 * organization identifier, those of persons a citizen or identity number.
 */
export function certificateHolder({ subject }: Certificate): 'person' | 'agency' | 'unknown' {
  const numbers = [nameValue(subject, oids.userId), nameValue(subject, oids.serialNumber)];
  if (nameValue(subject, oids.organizationIdentifier)) return 'agency';
  if (numbers.some((number) => /^MST\b/iu.test(number))) return 'agency';
  if (numbers.some((number) => /^(?:CCCD|CMND|HC)\b/iu.test(number))) return 'person';
  return 'unknown';
}

/** What a person is called: the common name, else the whole name. */
export function displayName(name: DistinguishedName): string {
  return nameValue(name, oids.commonName) || name.text;
}

/** The body that the name belongs to: organization, with its unit before it. */
export function organizationOf(name: DistinguishedName): string {
  return [nameValue(name, oids.organizationalUnit), nameValue(name, oids.organization)]
    .filter(Boolean)
    .join(', ');
}
