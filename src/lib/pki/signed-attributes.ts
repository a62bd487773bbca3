import { signingAlgorithms, type SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { compareBytes, concatBytes, equalBytes, ownBytes, type Bytes } from './bytes.ts';
import { DerError, readDer, type DerNode } from './der/der-reader.ts';
import { objectIdentifier, octetString, sequence, setOf } from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { constructedContext, tags } from './der/tags.ts';
import { digestOctets, sha256 } from './digest.ts';
import {
  digestIdentifier,
  signatureIdentifier,
  signingAlgorithmDetails,
} from './signature-algorithm.ts';

/**
 * What a key is asked to sign: DER `SET OF Attribute` of a PAdES baseline signature
 * (RFC 5652 §5.4, EN 319 142-1 §6): content type, message digest, signing certificate, algorithm
 * protection; no signing time.
 */
export type SignedAttributes = {
  /** Dotted; always id-data for a PDF signature. */
  contentType: string;
  /** Digest of the document's byte ranges; its length tells SHA-256, SHA-384 or SHA-512. */
  messageDigest: Bytes;
  /** SHA-256 of the certificate that signs, from signing-certificate-v2 (RFC 5035). */
  signingCertificateSha256: Bytes;
  /** How the attributes themselves are to be signed (RFC 6211); null when they do not say. */
  algorithm: SigningAlgorithm | null;
};

export async function buildSignedAttributes(input: {
  messageDigest: Uint8Array;
  /** DER of the certificate that signs. */
  certificate: Uint8Array;
  /** Left out: id-data. */
  contentType?: string;
  /** Left out: the attributes do not say it. */
  algorithm?: SigningAlgorithm;
}): Promise<Bytes> {
  // ESSCertIDv2 leaves its hash algorithm out when it is SHA-256: DEFAULT values are not encoded.
  const certificateId = sequence(octetString(await sha256(input.certificate)));
  return setOf(
    attribute(oids.contentType, objectIdentifier(input.contentType ?? oids.data)),
    attribute(oids.messageDigest, octetString(input.messageDigest)),
    attribute(oids.signingCertificateV2, sequence(sequence(certificateId))),
    ...(input.algorithm ? [protectionOf(input.algorithm)] : []),
  );
}

/**
 * Reads what a page asks a key to sign. Exactly the attributes above, each once, in DER; anything
 * else is a DerError, so that nothing is signed that was not understood.
 */
export function parseSignedAttributes(der: Uint8Array): SignedAttributes {
  const attributes = readDer(der).expect(tags.set).children;
  assertDerOrder(attributes);
  const values = new Map(attributes.map(readSingleValue));
  const expected = values.has(oids.algorithmProtection) ? 4 : 3;
  if (values.size !== expected || attributes.length !== expected) {
    throw new DerError('Signed attributes other than those of a PDF signature');
  }

  const contentType = valueOf(values, oids.contentType).oid();
  if (contentType !== oids.data) throw new DerError('Content type is not id-data');
  const messageDigest = ownBytes(valueOf(values, oids.messageDigest).octetString()).slice();
  const signingCertificateSha256 = readCertificateId(valueOf(values, oids.signingCertificateV2));
  if (signingCertificateSha256.length !== 32) throw new DerError('A digest is not SHA-256');
  const algorithm = readProtection(values.get(oids.algorithmProtection));
  // Attributes that do not say their algorithm are signed with SHA-256.
  const { digest } = signingAlgorithmDetails[algorithm ?? 'ECDSA-SHA256'];
  if (messageDigest.length !== digestOctets[digest]) {
    throw new DerError('The message digest is not of the algorithm that signs');
  }
  return { contentType, messageDigest, signingCertificateSha256, algorithm };
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

/** `CMSAlgorithmProtection { digestAlgorithm, [1] signatureAlgorithm }` (RFC 6211 §2). */
function protectionOf(algorithm: SigningAlgorithm): Bytes {
  return attribute(oids.algorithmProtection, algorithmProtection(algorithm));
}

function algorithmProtection(name: SigningAlgorithm): Bytes {
  const algorithm = signingAlgorithmDetails[name];
  const signature = signatureIdentifier(algorithm);
  return sequence(
    digestIdentifier(algorithm.digest),
    concatBytes(Uint8Array.of(constructedContext(1)), signature.subarray(1)),
  );
}

function readProtection(node: DerNode | undefined): SigningAlgorithm | null {
  if (!node) return null;
  const named = signingAlgorithms.find((one) => equalBytes(algorithmProtection(one), node.bytes));
  if (!named) throw new DerError('The algorithm of the signature is not one of ours');
  return named;
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
