import { compareBytes, concatBytes, ownBytes, toHex, type Bytes } from '../bytes.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import {
  isSameName,
  readName,
  type DistinguishedName,
} from '../certificates/distinguished-name.ts';
import { DerError, readDerPrefix, type DerNode } from '../der/der-reader.ts';
import {
  encode,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, primitiveContext, tags } from '../der/tags.ts';
import {
  digestIdentifier,
  signatureIdentifier,
  type SignatureAlgorithm,
} from '../signature-algorithm.ts';

/**
 * DER ContentInfo with a SignedData of one signer (RFC 5652 §5). The certificates are carried as
 * they are, the signer's first in `chain`.
 */
export function buildSignedData(input: {
  chain: readonly Uint8Array[];
  algorithm: SignatureAlgorithm;
  /** DER SET OF, as it was signed. */
  signedAttributes: Uint8Array;
  signature: Uint8Array;
  /** Left out: detached id-data, as in a PDF. */
  content?: { type: string; bytes: Uint8Array };
  /** DER Attributes that nobody signed: timestamps. */
  unsignedAttributes?: readonly Uint8Array[];
  /** The one who reads it has the certificates already. */
  leavesOutCertificates?: boolean;
}): Bytes {
  const [leaf] = input.chain;
  if (!leaf) throw new RangeError('The certificate of the signer is missing');
  const signer = parseCertificate(leaf);
  const { algorithm, content, unsignedAttributes = [] } = input;
  const digestAlgorithm = digestIdentifier(algorithm.digest);
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuer.der, signer.serialNumberDer),
    digestAlgorithm,
    // [0] IMPLICIT: the same octets, another first one (RFC 5652 §5.4).
    concatBytes(Uint8Array.of(constructedContext(0)), input.signedAttributes.subarray(1)),
    signatureIdentifier(algorithm),
    octetString(input.signature),
    ...(unsignedAttributes.length > 0
      ? [encode(constructedContext(1), ...[...unsignedAttributes].sort(compareBytes))]
      : []),
  );
  const signedData = sequence(
    // Version 3 as soon as the content is not id-data (RFC 5652 §5.1).
    integer(content ? 3 : 1),
    setOf(digestAlgorithm),
    content
      ? sequence(objectIdentifier(content.type), explicit(0, octetString(content.bytes)))
      : sequence(objectIdentifier(oids.data)),
    ...(input.leavesOutCertificates ? [] : [encode(constructedContext(0), ...input.chain)]),
    setOf(signerInfo),
  );
  return sequence(objectIdentifier(oids.signedData), explicit(0, signedData));
}

/** A SignedData with exactly one signer, as PDF signatures have it. */
export type SignedData = {
  /** Dotted. */
  contentType: string;
  /** null: detached. */
  content: Uint8Array | null;
  certificates: readonly Certificate[];
  /** DER CRLs and OCSP responses carried beside the certificates (RFC 5652 §10.2.1, RFC 5940). */
  revocation: { crls: readonly Uint8Array[]; ocspResponses: readonly Uint8Array[] };
  signer: {
    /** Found among `certificates`. */
    certificate: Certificate | null;
    /** Whether this is the certificate that the signer is named by; for those kept elsewhere. */
    isNamed: (certificate: Certificate) => boolean;
    digestAlgorithm: DerNode;
    signatureAlgorithm: DerNode;
    /** null: the content itself is signed. */
    signedAttributes: SignedAttributeSet | null;
    signature: Uint8Array;
    unsignedAttributes: ReadonlyMap<string, readonly DerNode[]>;
  };
};

export type SignedAttributeSet = {
  /** The SET OF as it was received, its first octet made 0x31: what is hashed. */
  bytes: Bytes;
  members: readonly DerNode[];
  values: ReadonlyMap<string, readonly DerNode[]>;
};

/** Reads BER too, as real files carry it; ignores the padding after the value. DerError otherwise. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const contentInfo = readDerPrefix(bytes, 'ber');
  if (contentInfo.child(0).oid() !== oids.signedData) throw new DerError('Not a SignedData');
  const signedData = contentInfo.child(1, constructedContext(0)).child(0, tags.sequence);
  const [, , encapsulated, ...rest] = signedData.children;
  const signerInfos = rest.findLast((node) => node.tag === tags.set)?.children ?? [];
  const [signerInfo] = signerInfos;
  if (!encapsulated || !signerInfo || signerInfos.length !== 1) {
    throw new DerError('A PDF signature has exactly one signer');
  }
  const certificates = readCertificates(rest.find((node) => node.tag === constructedContext(0)));
  return {
    contentType: encapsulated.child(0).oid(),
    content: encapsulated.find(constructedContext(0))?.child(0).octetString() ?? null,
    certificates,
    revocation: readRevocation(rest.find((node) => node.tag === constructedContext(1))),
    signer: readSignerInfo(signerInfo, certificates),
  };
}

/** RevocationInfoChoices: CRLs as they are, OCSP responses as `[1] { id-ri-ocsp-response, … }`. */
function readRevocation(node: DerNode | undefined): SignedData['revocation'] {
  const members = node?.children ?? [];
  const isOcsp = (member: DerNode) =>
    member.tag === constructedContext(1) && member.child(0).oid() === oids.ocspResponseInCms;
  return {
    crls: members.filter((member) => member.tag === tags.sequence).map((member) => member.bytes),
    ocspResponses: members.filter(isOcsp).map((member) => member.child(1).bytes),
  };
}

/** Only X.509 certificates; the other choices are tagged and skipped, unreadable ones too. */
function readCertificates(node: DerNode | undefined): Certificate[] {
  return (node?.children ?? []).flatMap((member) => {
    if (member.tag !== tags.sequence) return [];
    try {
      return [parseCertificate(member.bytes)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}

function readSignerInfo(node: DerNode, certificates: readonly Certificate[]): SignedData['signer'] {
  const [version, identifier, digestAlgorithm, ...rest] = node.sequence();
  const signed = rest[0]?.tag === constructedContext(0) ? rest.shift() : undefined;
  const [signatureAlgorithm, signature, unsigned] = rest;
  if (!version || !identifier || !digestAlgorithm || !signatureAlgorithm || !signature) {
    throw new DerError('A field of the SignerInfo is missing');
  }
  const isNamed = matcherFor(identifier);
  return {
    certificate: certificates.find(isNamed) ?? null,
    isNamed,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributes: signed ? readAttributeSet(signed) : null,
    signature: signature.octetString(),
    unsignedAttributes: unsigned ? readAttributes(unsigned.children) : new Map(),
  };
}

/** By issuer and serial number, or by subject key identifier. */
function matcherFor(identifier: DerNode): (certificate: Certificate) => boolean {
  if (identifier.tag === primitiveContext(0)) {
    const keyIdentifier = toHex(identifier.contents);
    return (certificate) => certificate.extensions.subjectKeyIdentifier === keyIdentifier;
  }
  const issuer: DistinguishedName = readName(identifier.child(0));
  const serialNumber = toHex(identifier.child(1, tags.integer).bytes);
  return (certificate) =>
    toHex(certificate.serialNumberDer) === serialNumber && isSameName(certificate.issuer, issuer);
}

function readAttributeSet(node: DerNode): SignedAttributeSet {
  const bytes = ownBytes(node.bytes).slice();
  bytes[0] = tags.set;
  return { bytes, members: node.children, values: readAttributes(node.children) };
}

/**
 * An attribute may occur more than once, as timestamps of several authorities do (EN 319 122-1 §5.3):
 * its values are taken together. Who needs exactly one sees how many there are.
 */
function readAttributes(members: readonly DerNode[]): Map<string, readonly DerNode[]> {
  const values = new Map<string, readonly DerNode[]>();
  for (const member of members) {
    const type = member.child(0).oid();
    values.set(type, [...(values.get(type) ?? []), ...member.child(1, tags.set).children]);
  }
  return values;
}
