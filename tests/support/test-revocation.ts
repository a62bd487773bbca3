import { fromHex, type Bytes } from '#lib/pki/bytes.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import { extension, signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { encodeName, type NameInput } from '#lib/pki/certificates/distinguished-name.ts';
import { reasonNumber, type RevocationReason } from '#lib/pki/certificates/revocation-reason.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import {
  bitString,
  boolean,
  encode,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  integer,
  namedBits,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from '#lib/pki/der/der-writer.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { constructedContext } from '#lib/pki/der/tags.ts';
import { digest } from '#lib/pki/digest.ts';
import { sha256SignatureIdentifier } from '#lib/pki/signature-algorithm.ts';
import { daysFromNow, generalName, type Holder } from './test-authority.ts';

export type CrlInput = {
  signer: Holder;
  thisUpdate?: Date;
  /** null: none is stated. */
  nextUpdate?: Date | null;
  number?: number;
  /** Makes it a delta CRL. */
  baseNumber?: number;
  revoked?: readonly RevokedInput[];
  extensions?: readonly Uint8Array[];
};

export type RevokedInput = {
  certificate: Certificate;
  revokedAt?: Date;
  reason?: RevocationReason;
  /** Left out: that of the list, or of the entry before. */
  issuer?: NameInput;
  extensions?: readonly Uint8Array[];
};

/** DER CRL; made yesterday for a week, unless said otherwise. */
export async function signCrl(input: CrlInput): Promise<Bytes> {
  const { signer, number = 1, baseNumber, nextUpdate = daysFromNow(6) } = input;
  const algorithm = sha256SignatureIdentifier('ec');
  const extensions = [
    extension(
      oids.authorityKeyIdentifier,
      sequence(implicit(0, fromHex(signer.certificate.extensions.subjectKeyIdentifier ?? ''))),
    ),
    extension(oids.crlNumber, integer(number)),
    ...(baseNumber === undefined
      ? []
      : [extension(oids.deltaCrlIndicator, integer(baseNumber), true)]),
    ...(input.extensions ?? []),
  ];
  const tbs = sequence(
    integer(1),
    algorithm,
    encodeName(signer.name),
    time(input.thisUpdate ?? daysFromNow(-1)),
    ...(nextUpdate ? [time(nextUpdate)] : []),
    ...(input.revoked?.length ? [sequence(...input.revoked.map(entryOf))] : []),
    explicit(0, sequence(...extensions)),
  );
  return sequence(tbs, algorithm, bitString(await signSha256(signer.keys.privateKey, tbs)));
}

/** Critical extension that limits what a CRL is about. */
export function issuingDistributionPoint(input: {
  uri?: string;
  onlyUserCertificates?: boolean;
  onlyCaCertificates?: boolean;
  /** Bits of ReasonFlags. */
  onlyReasonBits?: readonly number[];
  isIndirect?: boolean;
}): Bytes {
  const flag = (number: number, isSet = false) =>
    isSet ? [implicit(number, contentsOf(boolean(true)))] : [];
  return extension(
    oids.issuingDistributionPoint,
    sequence(
      ...(input.uri ? [explicit(0, explicit(0, generalName.uri(input.uri)))] : []),
      ...flag(1, input.onlyUserCertificates),
      ...flag(2, input.onlyCaCertificates),
      ...(input.onlyReasonBits ? [implicit(3, contentsOf(namedBits(input.onlyReasonBits)))] : []),
      ...flag(4, input.isIndirect),
    ),
    true,
  );
}

/** cRLDistributionPoints with one point, whose CRL another than the issuer signs. */
export function crlIssuedBy(name: NameInput): Bytes {
  return extension(
    oids.crlDistributionPoints,
    sequence(sequence(explicit(2, generalName.directory(name)))),
  );
}

export type OcspInput = {
  certificate: Certificate;
  issuer: Holder;
  /** Left out: the issuer. */
  responder?: Holder;
  status?: 'good' | 'unknown' | { revokedAt: Date; reason: RevocationReason };
  thisUpdate?: Date;
  nextUpdate?: Date | null;
  producedAt?: Date;
  nonce?: Uint8Array;
  digest?: 'SHA-1' | 'SHA-256';
  isByKeyHash?: boolean;
  extensions?: readonly Uint8Array[];
};

/** DER OCSPResponse; made a minute before now for a day, unless said otherwise. */
export async function signOcspResponse(input: OcspInput): Promise<Bytes> {
  const { certificate, issuer, responder = issuer, nextUpdate = daysFromNow(1) } = input;
  const thisUpdate = input.thisUpdate ?? daysFromNow(-1 / 1440);
  const name = input.digest ?? 'SHA-1';
  const keyOf = (holder: Holder) => readDer(holder.certificate.spki).child(1).bitString();
  const certificateId = sequence(
    sequence(objectIdentifier(name === 'SHA-1' ? oids.sha1 : oids.sha256), nullValue()),
    octetString(await digest(name, certificate.issuer.der)),
    octetString(await digest(name, keyOf(issuer))),
    certificate.serialNumberDer,
  );
  const answer = sequence(
    certificateId,
    statusOf(input.status ?? 'good'),
    generalizedTime(thisUpdate),
    ...(nextUpdate ? [explicit(0, generalizedTime(nextUpdate))] : []),
  );
  const extensions = [
    ...(input.nonce ? [extension(oids.ocspNonce, octetString(input.nonce))] : []),
    ...(input.extensions ?? []),
  ];
  const data = sequence(
    input.isByKeyHash
      ? explicit(2, octetString(await digest('SHA-1', keyOf(responder))))
      : explicit(1, encodeName(responder.name)),
    generalizedTime(input.producedAt ?? thisUpdate),
    sequence(answer),
    ...(extensions.length > 0 ? [explicit(1, sequence(...extensions))] : []),
  );
  const basic = sequence(
    data,
    sha256SignatureIdentifier('ec'),
    bitString(await signSha256(responder.keys.privateKey, data)),
    ...(responder === issuer ? [] : [explicit(0, sequence(responder.certificate.der))]),
  );
  return sequence(
    enumerated(0),
    explicit(0, sequence(objectIdentifier(oids.ocspBasic), octetString(basic))),
  );
}

function entryOf({ certificate, revokedAt, reason, issuer, extensions = [] }: RevokedInput): Bytes {
  const all = [
    ...(reason ? [extension(oids.crlReason, enumerated(reasonNumber(reason)))] : []),
    ...(issuer
      ? [extension(oids.certificateIssuer, sequence(generalName.directory(issuer)), true)]
      : []),
    ...extensions,
  ];
  return sequence(
    certificate.serialNumberDer,
    time(revokedAt ?? daysFromNow(-10)),
    ...(all.length > 0 ? [sequence(...all)] : []),
  );
}

function statusOf(status: NonNullable<OcspInput['status']>): Bytes {
  if (status === 'good') return implicit(0, new Uint8Array());
  if (status === 'unknown') return implicit(2, new Uint8Array());
  const { revokedAt, reason } = status;
  return encode(
    constructedContext(1),
    generalizedTime(revokedAt),
    explicit(0, enumerated(reasonNumber(reason))),
  );
}

function contentsOf(der: Uint8Array): Uint8Array {
  return readDer(der).contents;
}
