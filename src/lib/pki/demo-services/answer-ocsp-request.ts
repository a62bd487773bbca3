import { equalBytes, toHex, type Bytes } from '../bytes.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import { signSha256 } from '../certificates/create-certificate.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import {
  bitString,
  encode,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  objectIdentifier,
  octetString,
  sequence,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, tags } from '../der/tags.ts';
import { digest } from '../digest.ts';
import { readDigestAlgorithm, sha256SignatureIdentifier } from '../signature-algorithm.ts';
import type { DemoStatus } from './certificate-status.ts';

export type OcspResponder = {
  /** DER of the responder's certificate; sent along when it is not the issuer itself. */
  certificate: Uint8Array;
  privateKey: CryptoKey;
  /** DER of the authority it answers for. */
  issuer: Uint8Array;
  /** How long an answer may be kept; left out: an hour. */
  validForMs?: number;
};

/** OCSPResponseStatus (RFC 6960 §4.2.1). */
const SUCCESSFUL = 0;
const MALFORMED_REQUEST = 1;
const UNAUTHORIZED = 6;
const HOUR_MS = 3_600_000;

/**
 * Answers a DER OCSPRequest about certificates of one authority (RFC 6960 §2.1, §4.2). What is no
 * request, or about another authority, gets the error status that says so. `statusOf` takes serial
 * numbers in lower-case hex, without leading zero octets.
 */
export async function answerOcspRequest(
  request: Uint8Array,
  responder: OcspResponder,
  statusOf: (serialNumber: string) => DemoStatus,
  now: Date,
): Promise<Bytes> {
  let asked: { certificateIds: DerNode[]; nonce: DerNode | null };
  try {
    asked = readRequest(request);
    const issuer = parseCertificate(responder.issuer);
    for (const id of asked.certificateIds) {
      if (!(await isIssuedBy(issuer, id))) return failure(UNAUTHORIZED);
    }
  } catch (error) {
    if (error instanceof DerError) return failure(MALFORMED_REQUEST);
    throw error;
  }
  const nextUpdate = new Date(now.getTime() + (responder.validForMs ?? HOUR_MS));
  const answers = asked.certificateIds.map((id) =>
    sequence(
      id.bytes,
      certificateStatus(statusOf(serialNumberOf(id))),
      generalizedTime(now),
      explicit(0, generalizedTime(nextUpdate)),
    ),
  );
  const certificate = parseCertificate(responder.certificate);
  const responseData = sequence(
    explicit(1, certificate.subject.der),
    generalizedTime(now),
    sequence(...answers),
    ...(asked.nonce ? [explicit(1, sequence(asked.nonce.bytes))] : []),
  );
  const keyType = certificate.key.type === 'rsa' ? 'rsa' : 'ec';
  const isDelegated = !equalBytes(responder.certificate, responder.issuer);
  const basic = sequence(
    responseData,
    sha256SignatureIdentifier(keyType),
    bitString(await signSha256(responder.privateKey, responseData)),
    ...(isDelegated ? [explicit(0, sequence(responder.certificate))] : []),
  );
  const responseBytes = sequence(objectIdentifier(oids.ocspBasic), octetString(basic));
  return sequence(enumerated(SUCCESSFUL), explicit(0, responseBytes));
}

/** `OCSPRequest { TBSRequest { [0] version, [1] requestorName, requestList, [2] extensions } }`. */
function readRequest(request: Uint8Array): { certificateIds: DerNode[]; nonce: DerNode | null } {
  const tbs = readDer(request).child(0, tags.sequence);
  const list = tbs.find(tags.sequence);
  const certificateIds = (list?.children ?? []).map((one) => one.child(0, tags.sequence));
  if (certificateIds.length === 0) throw new DerError('Nothing is asked');
  const extensions = tbs.find(constructedContext(2))?.child(0).sequence() ?? [];
  const nonce = extensions.find((extension) => extension.child(0).oid() === oids.ocspNonce);
  return { certificateIds, nonce: nonce ?? null };
}

/** `CertID { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }`. */
async function isIssuedBy(issuer: Certificate, id: DerNode): Promise<boolean> {
  const hash = readDigestAlgorithm(id.child(0));
  if (!hash) return false;
  const key = readDer(issuer.spki).child(1).bitString();
  return (
    equalBytes(id.child(1).octetString(), await digest(hash, issuer.subject.der)) &&
    equalBytes(id.child(2).octetString(), await digest(hash, key))
  );
}

function serialNumberOf(id: DerNode): string {
  return toHex(id.child(3, tags.integer).contents).replace(/^(?:00)+(?=.)/u, '');
}

function certificateStatus(status: DemoStatus): Bytes {
  if (status.status === 'good') return implicit(0, new Uint8Array());
  if (status.status === 'unknown') return implicit(2, new Uint8Array());
  const { revokedAt, reason } = status;
  return encode(
    constructedContext(1),
    generalizedTime(revokedAt),
    ...(reason === undefined ? [] : [explicit(0, enumerated(reason))]),
  );
}

function failure(status: number): Bytes {
  return sequence(enumerated(status));
}
