import { compareBytes, equalBytes, ownBytes, type Bytes } from './bytes.ts';
import { DerError, readDer, type DerNode } from './der/der-reader.ts';
import { objectIdentifier, octetString, sequence, setOf } from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { tags } from './der/tags.ts';
import { sha256 } from './digest.ts';

/**
 * What a key is asked to sign: DER `SET OF Attribute` of a PAdES baseline signature
 * (RFC 5652 §5.4, EN 319 142-1 §6): content type, message digest, signing certificate; no signing
 * time.
 */
export type SignedAttributes = {
  /** Dotted; always id-data for a PDF signature. */
  contentType: string;
  /** SHA-256 of the document's byte ranges. */
  messageDigest: Bytes;
  /** SHA-256 of the certificate that signs, from signing-certificate-v2 (RFC 5035). */
  signingCertificateSha256: Bytes;
};

export async function buildSignedAttributes(input: {
  messageDigest: Uint8Array;
  /** DER of the certificate that signs. */
  certificate: Uint8Array;
}): Promise<Bytes> {
  // ESSCertIDv2 leaves its hash algorithm out when it is SHA-256: DEFAULT values are not encoded.
  const certificateId = sequence(octetString(await sha256(input.certificate)));
  return setOf(
    attribute(oids.contentType, objectIdentifier(oids.data)),
    attribute(oids.messageDigest, octetString(input.messageDigest)),
    attribute(oids.signingCertificateV2, sequence(sequence(certificateId))),
  );
}

/**
 * Reads what a page asks a key to sign. Exactly the three attributes above, each once, in DER;
 * anything else is a DerError, so that nothing is signed that was not understood.
 */
export function parseSignedAttributes(der: Uint8Array): SignedAttributes {
  const attributes = readDer(der).expect(tags.set).children;
  assertDerOrder(attributes);
  const values = new Map(attributes.map(readSingleValue));
  if (values.size !== 3 || attributes.length !== 3) {
    throw new DerError('Signed attributes other than the three of a PDF signature');
  }

  const contentType = valueOf(values, oids.contentType).oid();
  if (contentType !== oids.data) throw new DerError('Content type is not id-data');
  const messageDigest = ownBytes(valueOf(values, oids.messageDigest).octetString()).slice();
  const signingCertificateSha256 = readCertificateId(valueOf(values, oids.signingCertificateV2));
  if (messageDigest.length !== 32 || signingCertificateSha256.length !== 32) {
    throw new DerError('A digest is not SHA-256');
  }
  return { contentType, messageDigest, signingCertificateSha256 };
}

/** Whether the members of a SET OF stand in DER order; a set out of order is signed differently. */
export function isInDerOrder(members: readonly DerNode[]): boolean {
  return members.every((member, index) => {
    const previous = members[index - 1];
    return !previous || compareBytes(previous.bytes, member.bytes) < 0;
  });
}

function attribute(type: string, value: Uint8Array): Bytes {
  return sequence(objectIdentifier(type), setOf(value));
}

function assertDerOrder(attributes: readonly DerNode[]): void {
  if (!isInDerOrder(attributes)) throw new DerError('Signed attributes are not in DER order');
}

function readSingleValue(node: DerNode): [string, DerNode] {
  const [type, values, ...rest] = node.sequence();
  const [value, ...others] = values?.expect(tags.set).children ?? [];
  if (!type || !value || rest.length > 0 || others.length > 0) {
    throw new DerError('A signed attribute has not exactly one value');
  }
  return [type.oid(), value];
}

function valueOf(values: ReadonlyMap<string, DerNode>, type: string): DerNode {
  const value = values.get(type);
  if (!value) throw new DerError(`Signed attribute ${type} is missing`);
  return value;
}

/** `SigningCertificateV2 { certs { ESSCertIDv2 { certHash } } }`, one certificate, no policies. */
function readCertificateId(node: DerNode): Bytes {
  const digest = ownBytes(node.child(0).child(0).child(0).octetString()).slice();
  const expected = sequence(sequence(sequence(octetString(digest))));
  if (!equalBytes(expected, node.bytes)) {
    throw new DerError('signing-certificate-v2 has an unexpected form');
  }
  return digest;
}
