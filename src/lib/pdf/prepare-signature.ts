import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { Bytes } from '#lib/pki/bytes.ts';
import { isForSigningDocuments, parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { curveOctets } from '#lib/pki/certificates/public-key.ts';
import { buildSignedData } from '#lib/pki/cms/signed-data.ts';
import { signatureTimestampAttribute } from '#lib/pki/timestamp/signature-timestamp.ts';
import { requestTimestamp, type TimestampOptions } from '#lib/pki/timestamp/request-timestamp.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import {
  defaultSigningAlgorithm,
  ecdsaToDer,
  ecdsaToRaw,
  isSuitableFor,
  signingAlgorithmDetails,
  verifySignature,
} from '#lib/pki/signature-algorithm.ts';
import { buildSignedAttributes } from '#lib/pki/signed-attributes.ts';
import { openPdf } from './reading/pdf-file.ts';
import type { SignatureAppearance } from './signing/appearance-options.ts';
import { fieldLockReference } from './signing/field-lock.ts';
import { addSignatureField, type ShownPlace } from './signing/signature-field.ts';
import { assertSignable } from './signing/assert-signable.ts';
import {
  digestAroundPlace,
  fillPlace,
  roomAt,
  tooLarge,
  writeWithPlace,
} from './sealing/signature-place.ts';
import { signaturePlaceholder, type ByteRange } from './signing/signature-placeholder.ts';
import { IncrementalUpdate } from './writing/incremental-update.ts';

export { scanSignatureRectangle, type UprightRectangle } from './signing/page-placement.ts';
export type {
  LinesAppearance,
  ProfileAppearance,
  SignatureAppearance,
} from './signing/appearance-options.ts';

export type SignatureOptions = {
  /** DER, the certificate of the signer first. */
  certificateChain: readonly Uint8Array[];
  /** Claimed time: /M and the appearance only; the certificate must be in force then. */
  signedAt: Date;
  profile: 'scan';
  /** null: the signature is not shown on the page. */
  appearance: SignatureAppearance | null;
  /** Of an empty field that is signed where it stands, or of a new one; left out: a name of its own. */
  fieldName?: string;
  reason?: string;
  location?: string;
  /** Name of the signer as viewers list it. */
  name?: string;
  /** Left out: what fits the key best; `CERTIFICATE_NOT_FOR_SIGNING` when the key cannot do it. */
  algorithm?: SigningAlgorithm;
  /**
   * Octets kept free for a signature timestamp with its chain; left out: 8192. A TSA with a longer
   * chain needs more, and a signature that is never stamped this way needs none.
   */
  timestampBytes?: number;
};

/** A document with room for its signature: what the key signs is `toBeSigned`, nothing else. */
export type PreparedSignature = {
  state: 'prepared';
  /** With a placeholder of zeros. */
  pdf: Bytes;
  byteRange: ByteRange;
  /** Over the byte range, whatever the signature itself uses: names the content in a manifest. */
  contentSha256: Bytes;
  /** Over the byte range with the digest of `algorithm`: the CMS message digest. */
  contentDigest: Bytes;
  /** DER SET OF signed attributes: the key signs their digest, as `algorithm` says. */
  toBeSigned: Bytes;
  algorithm: SigningAlgorithm;
  keyType: 'rsa' | 'ec';
  certificateChain: readonly Uint8Array[];
  fieldName: string;
  /** null: not shown. `needsConfirmation`: nothing told where it belongs. */
  shownPlace: ShownPlace | null;
};

/** Octets kept free beside the certificates: RSA-4096 block, attributes and everything around. */
const RESERVED_BYTES = 2048;
const TIMESTAMP_BYTES = 8192;
/** Hardly any token with its certificates is smaller; less room is not worth asking a TSA for. */
const SMALL_TOKEN_BYTES = 2048;

/**
 * Appends an empty PAdES signature to a PDF. Nothing that is there is rewritten.
 *
 * Errors: `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `CERTIFICATE_NOT_FOR_SIGNING`,
 * `NO_CERTIFICATE`; `PDF_CANNOT_BE_SIGNED`, `PDF_ENCRYPTED`, `PDF_BROKEN` and those of `openPdf`.
 */
export async function prepareSignature(
  pdf: Uint8Array,
  options: SignatureOptions,
): Promise<PreparedSignature> {
  const { certificate, keyType, algorithm } = signingCertificate(options);
  const file = openPdf(pdf);
  assertSignable(file);

  const update = new IncrementalUpdate(file);
  const signature = update.allocate();
  const field = await addSignatureField(file, update, signature, options);
  const placeholder = signaturePlaceholder({
    ...options,
    signerName: options.name,
    reservedBytes:
      RESERVED_BYTES +
      sizeOf(options.certificateChain) +
      (options.timestampBytes ?? TIMESTAMP_BYTES),
    ...(field.lock && { reference: fieldLockReference(file, field.lock) }),
  });
  const place = await writeWithPlace(update, signature, placeholder);

  const { digest } = signingAlgorithmDetails[algorithm];
  const contentSha256 = await digestAroundPlace(place, 'SHA-256');
  const contentDigest =
    digest === 'SHA-256' ? contentSha256 : await digestAroundPlace(place, digest);
  return {
    state: 'prepared',
    ...place,
    contentSha256,
    contentDigest,
    toBeSigned: await buildSignedAttributes({
      messageDigest: contentDigest,
      certificate: certificate.der,
      algorithm,
    }),
    algorithm,
    keyType,
    certificateChain: options.certificateChain,
    fieldName: field.fieldName,
    shownPlace: field.place,
  };
}

/**
 * Puts the signature of the key (RSA block; ECDSA as DER or r‖s) into its place, after it was
 * verified with the certificate: PAdES B-B. With `timestamping` a checked signature timestamp goes
 * with it: B-T. Where the TSA does not answer, or its token is larger than its place, the same
 * `prepared` and signature give a B-B without asking the key again, and `extendSignatures` makes it
 * B-T by a document timestamp.
 *
 * Errors: `SIGNATURE_NOT_VERIFIED`, `TSA_UNREACHABLE`, `TIMESTAMP_INVALID`; `PDF_CANNOT_BE_SIGNED`
 * with `missingBytes` when the place is too small.
 */
export async function sealSignature(
  prepared: PreparedSignature,
  rawSignature: Uint8Array,
  timestamping?: TimestampOptions,
): Promise<Bytes> {
  const signature = await verifiedSignature(prepared, rawSignature);
  const parts = {
    chain: prepared.certificateChain,
    algorithm: signingAlgorithmDetails[prepared.algorithm],
    signedAttributes: prepared.toBeSigned,
    signature,
  };
  const { byteRange } = prepared;
  let cms = buildSignedData(parts);
  if (timestamping) {
    const missingBytes = cms.length + SMALL_TOKEN_BYTES - roomAt(byteRange);
    if (missingBytes > 0) throw tooLarge(missingBytes);
    const { der } = await requestTimestamp(signature, timestamping);
    cms = buildSignedData({ ...parts, unsignedAttributes: [signatureTimestampAttribute(der)] });
  }
  const pdf = prepared.pdf.slice();
  fillPlace({ pdf, byteRange }, cms);
  return pdf;
}

async function verifiedSignature(
  { certificateChain, toBeSigned, algorithm }: PreparedSignature,
  rawSignature: Uint8Array,
): Promise<Uint8Array> {
  const [leaf] = certificateChain;
  if (!leaf) throw new AppError('NO_CERTIFICATE');
  const { key, spki } = parseCertificate(leaf);
  const isRawEcdsa =
    key.type === 'ec' &&
    rawSignature.length === curveOctets[key.curve] * 2 &&
    ecdsaToRaw(rawSignature, key.curve) === null;
  const signature = isRawEcdsa ? ecdsaToDer(rawSignature) : rawSignature;
  const isValid = await verifySignature({
    algorithm: signingAlgorithmDetails[algorithm],
    key,
    spki,
    data: toBeSigned,
    signature,
  });
  if (!isValid) throw new AppError('SIGNATURE_NOT_VERIFIED');
  return signature;
}

function signingCertificate(options: SignatureOptions): {
  certificate: Certificate;
  keyType: 'rsa' | 'ec';
  algorithm: SigningAlgorithm;
} {
  const certificate = readLeaf(options.certificateChain);
  const { signedAt } = options;
  if (signedAt < certificate.notBefore) throw new AppError('CERTIFICATE_NOT_YET_VALID');
  if (signedAt > certificate.notAfter) throw new AppError('CERTIFICATE_EXPIRED');
  const { key } = certificate;
  const algorithm = options.algorithm ?? defaultSigningAlgorithm(key);
  const canSign = algorithm !== null && isSuitableFor(algorithm, key);
  if (key.type === 'other' || !canSign || !isForSigningDocuments(certificate)) {
    throw new AppError('CERTIFICATE_NOT_FOR_SIGNING');
  }
  return { certificate, keyType: key.type, algorithm };
}

function readLeaf([leaf]: readonly Uint8Array[]): Certificate {
  if (!leaf) throw new AppError('NO_CERTIFICATE');
  try {
    return parseCertificate(leaf);
  } catch (error) {
    if (error instanceof DerError) throw new AppError('NO_CERTIFICATE', {}, { cause: error });
    throw error;
  }
}

function sizeOf(chain: readonly Uint8Array[]): number {
  return chain.reduce((total, certificate) => total + certificate.length, 0);
}
