import { toHex } from '../bytes.ts';
import type { SignedData } from '../cms/signed-data.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { DerError, readDer, readDerPrefix, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { tags } from '../der/tags.ts';
import type { DigestName } from '../digest.ts';
import { readDigestAlgorithm } from '../signature-algorithm.ts';

/** A TimeStampToken (RFC 3161 §2.4.2): a CMS over TSTInfo. Nothing of it is believed yet. */
export type TimestampToken = {
  /** Without what may follow it, as the padding in a PDF's /Contents. */
  der: Uint8Array;
  cms: SignedData;
  /** DER of TSTInfo, as it is signed. */
  info: Uint8Array;
  /** Digest of what was stamped; `digest` null: one that we do not compute. */
  imprint: { digest: DigestName | null; value: Uint8Array };
  /** Dotted. */
  policy: string;
  /** Lower-case hex. */
  serialNumber: string;
  genTime: Date;
  /** Octets of the INTEGER; null when the request had none. */
  nonce: Uint8Array | null;
};

/** DerError when the bytes are no timestamp token. */
export function readTimestampToken(der: Uint8Array): TimestampToken {
  const cms = readSignedData(der);
  if (cms.contentType !== oids.timestampInfo || !cms.content) {
    throw new DerError('Not a timestamp token');
  }
  const node = readDer(cms.content, 'ber');
  const [version, policy, imprint, serialNumber, genTime, ...optional] = node.sequence();
  if (version?.integer() !== 1n || !policy || !imprint || !serialNumber || !genTime) {
    throw new DerError('A field of TSTInfo is missing');
  }
  const find = (tag: number): DerNode | undefined => optional.find((one) => one.tag === tag);
  return {
    der: readDerPrefix(der, 'ber').bytes,
    cms,
    info: cms.content,
    imprint: {
      digest: readDigestAlgorithm(imprint.child(0)),
      value: imprint.child(1).octetString(),
    },
    policy: policy.oid(),
    serialNumber: toHex(serialNumber.expect(tags.integer).contents),
    genTime: genTime.time(),
    nonce: find(tags.integer)?.contents ?? null,
  };
}
