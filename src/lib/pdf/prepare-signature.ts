import { AppError } from '#lib/domain/app-error.ts';
import { concatBytes, latin1, toHex, type Bytes } from '#lib/pki/bytes.ts';
import { isForSigningDocuments, parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { curveOctets } from '#lib/pki/certificates/public-key.ts';
import { buildSignedData } from '#lib/pki/cms/signed-data.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { sha256 } from '#lib/pki/digest.ts';
import { ecdsaToDer, ecdsaToRaw, verifySignature } from '#lib/pki/signature-algorithm.ts';
import { buildSignedAttributes } from '#lib/pki/signed-attributes.ts';
import { openPdf } from './reading/pdf-file.ts';
import { addSignatureField } from './signing/signature-field.ts';
import { assertSignable } from './signing/assert-signable.ts';
import {
  fillByteRange,
  signaturePlaceholder,
  type ByteRange,
} from './signing/signature-placeholder.ts';
import type { UprightRectangle } from './signing/page-placement.ts';
import { IncrementalUpdate } from './writing/incremental-update.ts';

export { scanSignatureRectangle, type UprightRectangle } from './signing/page-placement.ts';

export type SignatureAppearance = {
  /** Shown one below the other, made smaller and broken until they fit. */
  lines: readonly string[];
  /** On page 1 as it is shown; left out: the place of the scan signature, or a free one beside it. */
  rectangle?: UprightRectangle;
  /** A TrueType file that covers Vietnamese, metric-compatible with Times. */
  fonts: { regular: Uint8Array };
};

export type SignatureOptions = {
  /** DER, the certificate of the signer first. */
  certificateChain: readonly Uint8Array[];
  /** Claimed time: /M and the appearance only; the certificate must be in force then. */
  signedAt: Date;
  profile: 'scan';
  /** null: the signature is not shown on the page. */
  appearance: SignatureAppearance | null;
  /** Left out: a name of its own. */
  fieldName?: string;
  reason?: string;
  location?: string;
  /** Name of the signer as viewers list it. */
  name?: string;
};

/** A document with room for its signature: what the key signs is `toBeSigned`, nothing else. */
export type PreparedSignature = {
  state: 'prepared';
  /** With a placeholder of zeros. */
  pdf: Bytes;
  byteRange: ByteRange;
  /** Over the byte range: the CMS message digest. */
  contentSha256: Bytes;
  /** DER SET OF signed attributes: the key signs SHA-256 of these bytes. */
  toBeSigned: Bytes;
  keyType: 'rsa' | 'ec';
  certificateChain: readonly Uint8Array[];
  fieldName: string;
};

/** Octets kept free beside the certificates: signature, attributes, and a timestamp later. */
const RESERVED_BYTES = 8192;

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
  const { certificate, keyType } = signingCertificate(options);
  const file = openPdf(pdf);
  assertSignable(file);

  const placeholder = signaturePlaceholder({
    ...options,
    signerName: options.name,
    reservedBytes: RESERVED_BYTES + sizeOf(options.certificateChain),
  });
  const update = new IncrementalUpdate(file);
  const signature = update.allocate();
  update.setText(signature, placeholder.text);
  const { fieldName } = await addSignatureField(file, update, signature, options);
  const { bytes, contentOffsets } = await update.finish();

  const start = contentOffsets.get(signature.number) ?? 0;
  const gapStart = start + placeholder.contentsAt;
  const gapEnd = gapStart + placeholder.contentsLength;
  const byteRange: ByteRange = [0, gapStart, gapEnd, bytes.length - gapEnd];
  fillByteRange(bytes, start + placeholder.byteRangeAt, byteRange);
  const contentSha256 = await sha256(
    concatBytes(bytes.subarray(0, gapStart), bytes.subarray(gapEnd)),
  );
  return {
    state: 'prepared',
    pdf: bytes,
    byteRange,
    contentSha256,
    toBeSigned: await buildSignedAttributes({
      messageDigest: contentSha256,
      certificate: certificate.der,
    }),
    keyType,
    certificateChain: options.certificateChain,
    fieldName,
  };
}

/**
 * Puts the signature of the key (RSA block; ECDSA as DER or r‖s) into its place, after it was
 * verified with the certificate.
 *
 * Errors: `SIGNATURE_NOT_VERIFIED`.
 */
export async function sealSignature(
  prepared: PreparedSignature,
  rawSignature: Uint8Array,
): Promise<Bytes> {
  const signature = await verifiedSignature(prepared, rawSignature);
  const cms = buildSignedData({
    chain: prepared.certificateChain,
    keyType: prepared.keyType,
    signedAttributes: prepared.toBeSigned,
    signature,
  });
  const [, gapStart, gapEnd] = prepared.byteRange;
  if (cms.length * 2 > gapEnd - gapStart - 2) {
    throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'signature larger than its place' });
  }
  const sealed = prepared.pdf.slice();
  sealed.set(latin1(toHex(cms)), gapStart + 1);
  return sealed;
}

async function verifiedSignature(
  { certificateChain, toBeSigned, keyType }: PreparedSignature,
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
  const scheme = keyType === 'rsa' ? 'rsa-pkcs1' : 'ecdsa';
  const isValid = await verifySignature({
    algorithm: { scheme, digest: 'SHA-256' },
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
} {
  const certificate = readLeaf(options.certificateChain);
  const { signedAt } = options;
  if (signedAt < certificate.notBefore) throw new AppError('CERTIFICATE_NOT_YET_VALID');
  if (signedAt > certificate.notAfter) throw new AppError('CERTIFICATE_EXPIRED');
  const { type } = certificate.key;
  if (type === 'other' || !isForSigningDocuments(certificate)) {
    throw new AppError('CERTIFICATE_NOT_FOR_SIGNING');
  }
  return { certificate, keyType: type };
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
