import { concatBytes, type Bytes } from '../bytes.ts';
import { signSha256 } from '../certificates/create-certificate.ts';
import { buildSignedData } from '../cms/signed-data.ts';
import { DerError } from '../der/der-reader.ts';
import {
  generalizedTime,
  integer,
  namedBits,
  objectIdentifier,
  sequence,
  utf8String,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { sha256 } from '../digest.ts';
import { buildSignedAttributes } from '../signed-attributes.ts';
import { readTimestampRequest, type TimestampRequest } from '../timestamp/timestamp-request.ts';

export type TimestampAuthority = {
  /** DER, the TSA's own certificate first; a P-256 or RSA key. */
  chain: readonly Uint8Array[];
  privateKey: CryptoKey;
  random: (length: number) => Uint8Array;
};

/** PKIStatus and PKIFailureInfo (RFC 3161 §2.4.2). */
const GRANTED = 0;
const REJECTION = 2;
const BAD_ALGORITHM = 0;
const BAD_DATA_FORMAT = 5;
const UNACCEPTED_POLICY = 15;

/** Answers a DER TimeStampReq with a DER TimeStampResp: a token of `now`, or why there is none. */
export async function answerTimestampRequest(
  request: Uint8Array,
  tsa: TimestampAuthority,
  now: Date,
): Promise<Bytes> {
  let asked: TimestampRequest;
  try {
    asked = readTimestampRequest(request);
  } catch (error) {
    if (error instanceof DerError) return rejection(BAD_DATA_FORMAT, 'not a timestamp request');
    throw error;
  }
  if (asked.imprint.digest === 'SHA-1') return rejection(BAD_ALGORITHM, 'SHA-1');
  if (asked.policy !== null && asked.policy !== oids.demoTimestampPolicy) {
    return rejection(UNACCEPTED_POLICY, 'policy');
  }
  return sequence(sequence(integer(GRANTED)), await makeToken(asked, tsa, now));
}

/** TimeStampToken: a CMS over TSTInfo. */
async function makeToken(
  asked: TimestampRequest,
  tsa: TimestampAuthority,
  now: Date,
): Promise<Bytes> {
  const [certificate] = tsa.chain;
  if (!certificate) throw new RangeError('The certificate of the TSA is missing');
  const info = sequence(
    integer(1),
    objectIdentifier(oids.demoTimestampPolicy),
    asked.imprintDer,
    integer(concatBytes(Uint8Array.of(1), tsa.random(15))),
    generalizedTime(now),
    // Accuracy: one second.
    sequence(integer(1)),
    ...(asked.nonce ? [integer(asked.nonce)] : []),
  );
  const signedAttributes = await buildSignedAttributes({
    messageDigest: await sha256(info),
    certificate,
    contentType: oids.timestampInfo,
  });
  const scheme = tsa.privateKey.algorithm.name === 'ECDSA' ? 'ecdsa' : 'rsa-pkcs1';
  return buildSignedData({
    chain: tsa.chain,
    algorithm: { scheme, digest: 'SHA-256' },
    signedAttributes,
    signature: await signSha256(tsa.privateKey, signedAttributes),
    content: { type: oids.timestampInfo, bytes: info },
    leavesOutCertificates: !asked.asksForCertificate,
  });
}

function rejection(failure: number, text: string): Bytes {
  const status = sequence(integer(REJECTION), sequence(utf8String(text)), namedBits([failure]));
  return sequence(status);
}
