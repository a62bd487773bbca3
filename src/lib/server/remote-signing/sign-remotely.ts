import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { curveOctets } from '#lib/pki/certificates/public-key.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import { digest } from '#lib/pki/digest.ts';
import {
  ecdsaToDer,
  signingAlgorithmDetails,
  verifySignature,
} from '#lib/pki/signature-algorithm.ts';
import type { BatchItem } from '#lib/pki/signing-batch/check-items.ts';
import type { SignEvent } from '#lib/protocol/bridge.ts';
import type { CscService } from './csc-service.ts';
import type { RemoteCredential } from './remote-credential.ts';

/** Everything was checked; only the person's confirmation at the service is missing. */
export type RemoteBatch = {
  credential: RemoteCredential;
  items: readonly BatchItem[];
  /** What the service shows the person. */
  description: string;
};

/**
 * One confirmation for as many documents as the service allows at once, then their signatures, each
 * checked before it is given out. Always ends with `done` or `stopped`.
 */
export async function* signRemotely(
  { credential, items, description }: RemoteBatch,
  service: Pick<CscService, 'activate' | 'sign'>,
  signal: AbortSignal,
): AsyncGenerator<SignEvent> {
  const total = items.length;
  let signed = 0;
  try {
    for (const { algorithm, part } of partsOf(items, credential.maxSignatures)) {
      if (signal.aborted) throw new AppError('USER_CANCELLED');
      const { digest: digestName } = signingAlgorithmDetails[algorithm];
      const hashes = await Promise.all(
        part.map(({ toBeSigned }) => digest(digestName, toBeSigned)),
      );
      const activation = { credential, algorithm, hashes };
      yield { event: 'consent' };
      const sad = await service.activate(activation, description, signal);
      yield { event: 'login' };
      const signatures = await service.sign(activation, sad, signal);
      for (const [index, item] of part.entries()) {
        const signature = signatures[index] ?? null;
        const event = await checked(item, signature, credential.certificate);
        if (event.event === 'signed') signed++;
        yield event;
      }
    }
    yield { event: 'done', signed, total };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { event: 'stopped', error: itemError(error), signed, total };
  }
}

/** Of one algorithm each, none larger than one confirmation allows. */
function partsOf(
  items: readonly BatchItem[],
  maxSignatures: number,
): { algorithm: SigningAlgorithm; part: BatchItem[] }[] {
  const byAlgorithm = Map.groupBy(items, ({ algorithm }) => algorithm);
  return [...byAlgorithm].flatMap(([algorithm, same]) =>
    Array.from({ length: Math.ceil(same.length / maxSignatures) }, (_, index) => ({
      algorithm,
      part: same.slice(index * maxSignatures, (index + 1) * maxSignatures),
    })),
  );
}

async function checked(
  { document: { id }, toBeSigned, algorithm }: BatchItem,
  signature: Uint8Array | null,
  { key, spki }: Certificate,
): Promise<Extract<SignEvent, { event: 'signed' | 'failed' }>> {
  for (const form of formsOf(signature, key)) {
    const details = signingAlgorithmDetails[algorithm];
    const isGenuine = await verifySignature({
      algorithm: details,
      key,
      spki,
      data: toBeSigned,
      signature: form,
    });
    if (isGenuine) return { event: 'signed', id, signature: Buffer.from(form).toString('base64') };
  }
  const code = signature === null ? 'REMOTE_SIGNING_FAILED' : 'SIGNATURE_NOT_VERIFIED';
  return { event: 'failed', id, error: { code, details: {} } };
}

/** Services send ECDSA as DER or as r‖s; only the one that verifies is passed on. */
function formsOf(signature: Uint8Array | null, key: Certificate['key']): Uint8Array[] {
  if (signature === null) return [];
  const isRaw = key.type === 'ec' && signature.length === 2 * curveOctets[key.curve];
  return isRaw ? [signature, ecdsaToDer(signature)] : [signature];
}

function itemError({ code, details }: AppError): Extract<SignEvent, { event: 'failed' }>['error'] {
  const entries = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === 'object' ? [...value] : value,
  ]);
  return { code, details: Object.fromEntries(entries) };
}
