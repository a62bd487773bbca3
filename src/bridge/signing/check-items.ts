import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { parseSignedAttributes, type SignedAttributes } from '#lib/pki/signed-attributes.ts';
import type { Manifest, SignBatchRequest } from '#lib/protocol/bridge.ts';
import { sha256Hex } from './certificate-info.ts';
import { invalid } from './check-manifest.ts';

export type ManifestDocument = Manifest['documents'][number];
/** One document to sign: what the manifest says of it, the DER signed attributes, and how. */
export type BatchItem = {
  document: ManifestDocument;
  toBeSigned: Buffer;
  algorithm: SigningAlgorithm;
};
/** An item whose key is not known yet. */
export type CheckedItem = Omit<BatchItem, 'algorithm'> & {
  algorithms: { stated: SigningAlgorithm | null; asked: SigningAlgorithm | null };
};

/**
 * The items in the manifest's order, each proven to be the signed attributes of its document and of
 * this certificate. Throws MANIFEST_INVALID or CERTIFICATE_MISMATCH; nothing is signed in part.
 */
export function checkItems(request: SignBatchRequest, manifest: Manifest): CheckedItem[] {
  if (manifest.certificateSha256 !== request.certificateSha256) {
    throw new AppError('CERTIFICATE_MISMATCH', { reason: 'manifest' });
  }
  const { documents } = manifest;
  const items = new Map(request.items.map((item) => [item.id, item]));
  const documentIds = new Set(documents.map(({ id }) => id));
  if (items.size !== request.items.length || documentIds.size !== documents.length) {
    throw invalid('item-twice');
  }
  if (items.size !== documents.length) throw invalid('items-differ');
  return documents.map((document) => {
    const item = items.get(document.id);
    if (!item) throw invalid('items-differ', document.id);
    const toBeSigned = Buffer.from(item.toBeSigned, 'base64');
    const stated = checkItem(toBeSigned, document, request.certificateSha256);
    return { document, toBeSigned, algorithms: { stated, asked: item.algorithm ?? null } };
  });
}

/** How the attributes say they are to be signed. */
function checkItem(
  toBeSigned: Buffer,
  document: ManifestDocument,
  certificate: string,
): SigningAlgorithm | null {
  const attributes = parseAttributes(toBeSigned, document.id);
  if (hex(attributes.signingCertificateSha256) !== certificate) {
    throw new AppError('CERTIFICATE_MISMATCH', { reason: 'attributes', documentId: document.id });
  }
  if (hex(attributes.messageDigest) !== (document.contentDigest ?? document.contentSha256)) {
    throw invalid('content-digest', document.id);
  }
  if (sha256Hex(toBeSigned) !== document.attributesSha256) {
    throw invalid('attributes-digest', document.id);
  }
  return attributes.algorithm;
}

function parseAttributes(toBeSigned: Buffer, documentId: string): SignedAttributes {
  try {
    return parseSignedAttributes(toBeSigned);
  } catch (error) {
    if (error instanceof DerError) throw invalid('attributes', documentId);
    throw error;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
