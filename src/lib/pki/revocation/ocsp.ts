import { equalBytes, toHex, type Bytes } from '../bytes.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import { readExtensionValues } from '../certificates/certificate-extensions.ts';
import { readName, type DistinguishedName } from '../certificates/distinguished-name.ts';
import { reasonOf, type RevocationReason } from '../certificates/revocation-reason.ts';
import { readSignatureValue } from '../certificates/signature-value.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { explicit, nullValue, objectIdentifier, octetString, sequence } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, primitiveContext, tags } from '../der/tags.ts';
import { digest, type DigestName } from '../digest.ts';
import type { SignedObject } from '../path/issuer-signature.ts';
import { readDigestAlgorithm } from '../signature-algorithm.ts';

export type OcspResponse =
  { status: Exclude<OcspStatus, 'successful'> } | ({ status: 'successful' } & BasicOcspResponse);

/** By number of OCSPResponseStatus (RFC 6960 §4.2.1); 4 is not used. */
const statuses = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
} as const;
export type OcspStatus = (typeof statuses)[keyof typeof statuses];

/** RFC 6960 §4.2.1, over its original bytes. */
export type BasicOcspResponse = SignedObject & {
  /** The whole OCSPResponse. */
  der: Uint8Array;
  /** By name, or by the SHA-1 of the key in lower-case hex. */
  responder: { name: DistinguishedName } | { keyHash: string };
  producedAt: Date;
  answers: readonly OcspAnswer[];
  nonce: Uint8Array | null;
  /** Those the responder sent along. */
  certificates: readonly Certificate[];
  hasUnknownCriticalExtension: boolean;
};

export type OcspAnswer = {
  certificateId: CertificateId;
  status: 'good' | 'unknown' | { revokedAt: Date; reason: RevocationReason };
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** Certificates that expired since then are still answered for; null: not told. */
  archiveCutoff: Date | null;
};

/** `digest` null: not one we compute. */
export type CertificateId = {
  digest: DigestName | null;
  issuerNameHash: Uint8Array;
  issuerKeyHash: Uint8Array;
  /** Contents of the INTEGER in lower-case hex. */
  serialNumber: string;
};

/**
 * DER OCSPRequest about one certificate (RFC 6960 §4.1). SHA-1 names it in a way that every
 * responder knows (RFC 5019 §2.1.1); nothing rests on its strength here, for the answer is signed.
 * `nonce`: 16 to 32 octets (RFC 8954 §2.1); left out where a kept answer is as good.
 */
export async function buildOcspRequest(input: {
  certificate: Certificate;
  issuer: Certificate;
  nonce?: Uint8Array | null;
  digest?: 'SHA-1' | 'SHA-256';
}): Promise<Bytes> {
  const { certificate, issuer, nonce, digest: name = 'SHA-1' } = input;
  const algorithm = name === 'SHA-1' ? oids.sha1 : oids.sha256;
  const certificateId = sequence(
    sequence(objectIdentifier(algorithm), nullValue()),
    octetString(await digest(name, certificate.issuer.der)),
    octetString(await digest(name, keyBitsOf(issuer))),
    certificate.serialNumberDer,
  );
  const extensions = nonce
    ? [
        explicit(
          2,
          sequence(sequence(objectIdentifier(oids.ocspNonce), octetString(octetString(nonce)))),
        ),
      ]
    : [];
  return sequence(sequence(sequence(sequence(certificateId)), ...extensions));
}

/** Throws DerError when the bytes are no OCSPResponse, or one of another type than basic. */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  const response = readDer(der);
  const [number] = response.child(0, tags.enumerated).contents;
  const status = Object.entries(statuses).find(([key]) => Number(key) === number)?.[1];
  if (!status) throw new DerError('Not an OCSP status');
  if (status !== 'successful') return { status };

  const responseBytes = response.child(1, constructedContext(0)).child(0);
  if (responseBytes.child(0).oid() !== oids.ocspBasic) throw new DerError('Not a basic response');
  const basic = readDer(responseBytes.child(1).octetString());
  return { status, ...readBasicResponse(basic, der) };
}

/** Whether the answer is about this certificate (RFC 6960 §4.1.1). */
export async function isAnswerAbout(
  { certificateId }: OcspAnswer,
  certificate: Certificate,
  issuer: Certificate,
): Promise<boolean> {
  const { digest: name, issuerNameHash, issuerKeyHash, serialNumber } = certificateId;
  return (
    name !== null &&
    serialNumber === toHex(readDer(certificate.serialNumberDer).contents) &&
    equalBytes(issuerNameHash, await digest(name, certificate.issuer.der)) &&
    equalBytes(issuerKeyHash, await digest(name, keyBitsOf(issuer)))
  );
}

/**
 * Whether an answer belongs to the request with this nonce. Many responders leave it out
 * (RFC 5019 §4): then only the dates speak for the answer's age.
 */
export function hasFittingNonce(response: BasicOcspResponse, nonce: Uint8Array): boolean {
  return response.nonce === null || equalBytes(response.nonce, nonce);
}

/** The key itself, without its algorithm: what key hashes are made of. */
export function keyBitsOf(certificate: Certificate): Uint8Array {
  return readDer(certificate.spki).child(1).bitString();
}

/** The CHOICE of the responder and the extensions share a tag: the order tells them apart. */
function readBasicResponse(basic: DerNode, der: Uint8Array): BasicOcspResponse {
  const [tbs, signatureAlgorithm, signature, certificates] = basic.sequence();
  if (!tbs || !signatureAlgorithm || !signature) throw new DerError('Not a basic response');
  const fields = [...tbs.sequence()];
  if (fields[0]?.tag === constructedContext(0)) fields.shift();
  const [responder, producedAt, answers, extensions] = fields;
  if (!responder || !producedAt || !answers) throw new DerError('The response is cut off');

  const { values, critical } = readExtensionValues(extensions?.child(0));
  const read = answers.sequence().map(readAnswer);
  return {
    der,
    tbs: tbs.bytes,
    signatureAlgorithm: signatureAlgorithm.bytes,
    signature: readSignatureValue(signature),
    responder:
      responder.tag === constructedContext(1)
        ? { name: readName(responder.child(0)) }
        : { keyHash: toHex(responder.expect(constructedContext(2)).child(0).octetString()) },
    producedAt: producedAt.time(),
    answers: read.map(({ answer }) => answer),
    nonce: readNonce(values.get(oids.ocspNonce)),
    certificates: readCertificates(certificates),
    hasUnknownCriticalExtension:
      critical.some((type) => type !== oids.ocspNonce) || read.some(({ isUsable }) => !isUsable),
  };
}

function readAnswer(node: DerNode): { answer: OcspAnswer; isUsable: boolean } {
  const [id, status, thisUpdate, ...optional] = node.sequence();
  if (!id || !status || !thisUpdate) throw new DerError('An answer is cut off');
  const nextUpdate = optional.find(({ tag }) => tag === constructedContext(0));
  const { values, critical } = readExtensionValues(
    optional.find(({ tag }) => tag === constructedContext(1))?.child(0),
  );
  const cutoff = values.get(oids.ocspArchiveCutoff);
  return {
    answer: {
      certificateId: {
        digest: readDigestAlgorithm(id.child(0)),
        issuerNameHash: id.child(1).octetString(),
        issuerKeyHash: id.child(2).octetString(),
        serialNumber: toHex(id.child(3, tags.integer).contents),
      },
      status: readStatus(status),
      thisUpdate: thisUpdate.time(),
      nextUpdate: nextUpdate?.child(0).time() ?? null,
      archiveCutoff: cutoff ? readDer(cutoff).time() : null,
    },
    isUsable: critical.length === 0,
  };
}

function readStatus(node: DerNode): OcspAnswer['status'] {
  if (node.tag === primitiveContext(0)) return 'good';
  if (node.tag === primitiveContext(2)) return 'unknown';
  const [revokedAt, reason] = node.expect(constructedContext(1)).children;
  if (!revokedAt) throw new DerError('A revocation without its time');
  return {
    revokedAt: revokedAt.time(),
    reason: reason ? reasonOf(reason.child(0, tags.enumerated).contents) : 'unspecified',
  };
}

/** Some responders leave out the inner OCTET STRING. */
function readNonce(value: Uint8Array | undefined): Uint8Array | null {
  if (!value) return null;
  try {
    return readDer(value).octetString();
  } catch (error) {
    if (error instanceof DerError) return value;
    throw error;
  }
}

/** Unreadable ones are left out: they prove nothing. */
function readCertificates(node: DerNode | undefined): Certificate[] {
  return (node?.expect(constructedContext(0)).child(0).sequence() ?? []).flatMap(({ bytes }) => {
    try {
      return [parseCertificate(bytes)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}
