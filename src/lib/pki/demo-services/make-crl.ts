import { fromHex, type Bytes } from '../bytes.ts';
import { parseCertificate } from '../certificate.ts';
import { signSha256 } from '../certificates/create-certificate.ts';
import type { DemoAuthority } from '../demo-authority.ts';
import {
  bitString,
  enumerated,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { sha256SignatureIdentifier } from '../signature-algorithm.ts';
import type { RevokedCertificate } from './certificate-status.ts';

/** DER of a whole CRL, version 2 (RFC 5280 §5), signed by the demo authority itself. */
export async function makeCrl(input: {
  authority: DemoAuthority;
  revoked: readonly RevokedCertificate[];
  /** Rises with every CRL. */
  number: number;
  now: Date;
  nextUpdate: Date;
}): Promise<Bytes> {
  const issuer = parseCertificate(input.authority.certificate);
  const algorithm = sha256SignatureIdentifier('ec');
  const { subjectKeyIdentifier } = issuer.extensions;
  const extensions = [
    ...(subjectKeyIdentifier
      ? [
          extension(
            oids.authorityKeyIdentifier,
            sequence(implicit(0, fromHex(subjectKeyIdentifier))),
          ),
        ]
      : []),
    extension(oids.crlNumber, integer(input.number)),
  ];
  const tbs = sequence(
    integer(1),
    algorithm,
    issuer.subject.der,
    time(input.now),
    time(input.nextUpdate),
    // An empty list is left out (RFC 5280 §5.1.2.6).
    ...(input.revoked.length > 0 ? [sequence(...input.revoked.map(entry))] : []),
    explicit(0, sequence(...extensions)),
  );
  return sequence(tbs, algorithm, bitString(await signSha256(input.authority.privateKey, tbs)));
}

function entry({ serialNumber, revokedAt, reason }: RevokedCertificate): Bytes {
  return sequence(
    integer(fromHex(serialNumber)),
    time(revokedAt),
    ...(reason === undefined ? [] : [sequence(extension(oids.crlReason, enumerated(reason)))]),
  );
}

function extension(type: string, value: Uint8Array): Bytes {
  return sequence(objectIdentifier(type), octetString(value));
}
