import type { Bytes } from '../bytes.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { boolean, integer, octetString, sequence } from '../der/der-writer.ts';
import { tags } from '../der/tags.ts';
import { digestIdentifier, readDigestAlgorithm } from '../signature-algorithm.ts';
import type { DigestName } from '../digest.ts';

/** TimeStampReq of RFC 3161 §2.4.1, as far as a TSA has to know it. */
export type TimestampRequest = {
  imprint: { digest: DigestName; value: Uint8Array };
  /** MessageImprint as it was sent: the token repeats it. */
  imprintDer: Uint8Array;
  policy: string | null;
  nonce: Uint8Array | null;
  asksForCertificate: boolean;
};

/** DER TimeStampReq that asks for the TSA's certificate with the token. */
export function buildTimestampRequest(input: {
  digest: DigestName;
  /** Digest of what is to be stamped. */
  value: Uint8Array;
  /** Big-endian octets of a positive number, 8 or more random ones. */
  nonce: Uint8Array;
}): Bytes {
  return sequence(
    integer(1),
    sequence(digestIdentifier(input.digest), octetString(input.value)),
    integer(input.nonce),
    boolean(true),
  );
}

/** DerError when the bytes are no request or the digest is none that we know. */
export function readTimestampRequest(bytes: Uint8Array): TimestampRequest {
  const [version, imprint, ...optional] = readDer(bytes).sequence();
  if (version?.integer() !== 1n || !imprint) throw new DerError('Not a timestamp request');
  const find = (tag: number): DerNode | undefined => optional.find((node) => node.tag === tag);
  const digest = readDigestAlgorithm(imprint.child(0));
  if (!digest) throw new DerError('Unknown digest');
  return {
    imprint: { digest, value: imprint.child(1).octetString() },
    imprintDer: imprint.bytes,
    policy: find(tags.objectIdentifier)?.oid() ?? null,
    nonce: find(tags.integer)?.contents ?? null,
    asksForCertificate: find(tags.boolean)?.boolean() ?? false,
  };
}
