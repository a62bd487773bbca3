import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { Manifest, SignBatchRequest } from '#lib/protocol/bridge.ts';
import { toHex } from '../bytes.ts';
import { DerError } from '../der/der-reader.ts';
import { sha256Hex } from '../digest.ts';
import { parseSignedAttributes, type SignedAttributes } from '../signed-attributes.ts';
import { invalid } from './check-manifest.ts';

export type ManifestDocument = Manifest['documents'][number];
/** One document to sign: what the manifest says of it, the DER signed attributes, and how. */
export type BatchItem = {
  document: ManifestDocument;
  toBeSigned: Uint8Array;
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
export async function checkItems(
  request: Pick<SignBatchRequest, 'items' | 'certificateSha256'>,
  manifest: Manifest,
): Promise<CheckedItem[]> {
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
  const checked: CheckedItem[] = [];
  for (const document of documents) {
    const item = items.get(document.id);
    if (!item) throw invalid('items-differ', document.id);
    const toBeSigned = decodeBase64(item.toBeSigned);
    const stated = await checkItem(toBeSigned, document, request.certificateSha256);
    checked.push({ document, toBeSigned, algorithms: { stated, asked: item.algorithm ?? null } });
  }
  return checked;
}

/** How the attributes say they are to be signed. */
async function checkItem(
  toBeSigned: Uint8Array,
  document: ManifestDocument,
  certificate: string,
): Promise<SigningAlgorithm | null> {
  const attributes = parseAttributes(toBeSigned, document.id);
  if (toHex(attributes.signingCertificateSha256) !== certificate) {
    throw new AppError('CERTIFICATE_MISMATCH', { reason: 'attributes', documentId: document.id });
  }
  if (toHex(attributes.messageDigest) !== (document.contentDigest ?? document.contentSha256)) {
    throw invalid('content-digest', document.id);
  }
  if ((await sha256Hex(toBeSigned)) !== document.attributesSha256) {
    throw invalid('attributes-digest', document.id);
  }
  return attributes.algorithm;
}

function parseAttributes(toBeSigned: Uint8Array, documentId: string): SignedAttributes {
  try {
    return parseSignedAttributes(toBeSigned);
  } catch (error) {
    if (error instanceof DerError) throw invalid('attributes', documentId);
    throw error;
  }
}
