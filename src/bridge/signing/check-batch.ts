import { AppError } from '#lib/domain/app-error.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import { checkItems } from '#lib/pki/signing-batch/check-items.ts';
import { checkManifest } from '#lib/pki/signing-batch/check-manifest.ts';
import { itemAlgorithm } from '#lib/pki/signing-batch/item-algorithm.ts';
import type { Manifest, SignBatchRequest } from '#lib/protocol/bridge.ts';
import type { Pairing } from '../pairing/pairings.ts';
import { findUsableCertificate } from './check-certificate.ts';
import type { CheckedBatch } from './sign-batch.ts';
import type { SigningProvider } from './signing-provider.ts';

export type AcceptableBatch = {
  batch: CheckedBatch;
  manifest: Manifest;
  provider: SigningProvider;
};

/**
 * Everything that can be known before a person is asked: the manifest is our server's and for this
 * page, every item is what the manifest says, the certificate is here and can sign. Throws
 * MANIFEST_INVALID, CERTIFICATE_…, NO_TOKEN, PIN_LOCKED, MODULE_FAILED.
 */
export async function checkBatch(
  request: SignBatchRequest,
  pairing: Pairing,
  providers: readonly SigningProvider[],
  { now, instanceKey }: { now: Date; instanceKey: string },
): Promise<AcceptableBatch> {
  const { origin, serverKey } = pairing;
  const manifest = await checkManifest(request.manifest, {
    serverKey,
    origin,
    instanceKey,
    nowMs: now.getTime(),
  });
  const checked = await checkItems(request, manifest);
  const provider = providers.find(({ id }) => id === request.provider);
  if (!provider) throw new AppError('NO_CERTIFICATE', { provider: request.provider });
  const listing = await provider.list();
  const certificate = findUsableCertificate(listing, request.certificateSha256, now);
  const { key } = parseCertificate(certificate.x509.raw);
  const items = checked.map(({ document, toBeSigned, algorithms }) => {
    const algorithm = itemAlgorithm({ documentId: document.id, ...algorithms }, key);
    return { document, toBeSigned, algorithm };
  });
  return { batch: { origin, userName: manifest.userName, certificate, items }, manifest, provider };
}
