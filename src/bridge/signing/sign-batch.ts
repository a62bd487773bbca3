import type { X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import type { BatchItem } from '#lib/pki/signing-batch/check-items.ts';
import type { SignEvent } from '#lib/protocol/bridge.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { detailsOf } from '../http/problem.ts';
import type { UsableCertificate } from './check-certificate.ts';
import { isGenuine } from './node-signatures.ts';
import type { SigningProvider, SigningSession } from './signing-provider.ts';

/** How long one PIN may be used. */
export const maxSigningMs = 10 * 60_000;

/** Everything was checked; only the person's consent is missing. */
export type CheckedBatch = {
  origin: string;
  userName: string;
  certificate: UsableCertificate;
  items: readonly BatchItem[];
};

export type BatchParts = { provider: SigningProvider; dialog: Dialog; nowMs: () => number };

/**
 * One dialog, one login, then document by document, each signature checked before it is given out.
 * A document that cannot be signed is told and the next one follows; a token, PIN or driver that is
 * gone, a cancellation or the end of the ten minutes stops the batch. Always ends with `done` or
 * `stopped`.
 */
export async function* signBatch(
  batch: CheckedBatch,
  parts: BatchParts,
  signal: AbortSignal,
): AsyncGenerator<SignEvent> {
  const total = batch.items.length;
  let signed = 0;
  try {
    yield { event: 'consent' };
    const session = await openWithConsent(batch, parts, signal);
    try {
      yield { event: 'login' };
      const endsAtMs = parts.nowMs() + maxSigningMs;
      for (const item of batch.items) {
        if (signal.aborted) throw new AppError('USER_CANCELLED');
        if (parts.nowMs() > endsAtMs) throw new AppError('CONSENT_EXPIRED');
        const event = await signItem(item, session, batch.certificate.x509);
        if (event.event === 'signed') signed++;
        yield event;
        if (event.event === 'failed' && !session.isUsable()) throw errorOf(event);
      }
    } finally {
      await session.close();
    }
    yield { event: 'done', signed, total };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { event: 'stopped', error: itemError(error), signed, total };
  }
}

type FailedEvent = Extract<SignEvent, { event: 'failed' }>;

async function openWithConsent(
  { origin, userName, certificate, items }: CheckedBatch,
  { provider, dialog }: BatchParts,
  signal: AbortSignal,
): Promise<SigningSession> {
  const { info, pin: pinRule } = certificate;
  if (info.pinState === 'final') await dialog.confirmFinalTry(info.tokenLabel, signal);
  const pin = await dialog.askConsent(
    {
      origin,
      userName,
      certificate: info,
      hasPinPad: pinRule.hasPinPad,
      ...(pinRule.askedBy !== undefined && { pinAskedBy: pinRule.askedBy }),
      documents: items.map(({ document }) => document),
    },
    signal,
  );
  try {
    if (signal.aborted) throw new AppError('USER_CANCELLED');
    if (pin) assertPinLength(pin, pinRule);
    return await provider.open(info.certificateSha256, pin);
  } finally {
    pin?.fill(0);
  }
}

/** An empty or overlong PIN would burn one of the token's tries. */
function assertPinLength(pin: Buffer, rule: UsableCertificate['pin']): void {
  if (pin.length > 0 && pin.length >= rule.minLength && pin.length <= rule.maxLength) return;
  throw new AppError('PIN_LENGTH', { minLength: rule.minLength, maxLength: rule.maxLength });
}

async function signItem(
  { document, toBeSigned, algorithm }: BatchItem,
  session: SigningSession,
  certificate: X509Certificate,
): Promise<Extract<SignEvent, { event: 'signed' | 'failed' }>> {
  const { id } = document;
  try {
    const signature = await session.sign(toBeSigned, algorithm);
    if (!isGenuine(certificate.publicKey, toBeSigned, signature, algorithm)) {
      throw new AppError('SIGNATURE_NOT_VERIFIED');
    }
    return { event: 'signed', id, signature: signature.toString('base64') };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { event: 'failed', id, error: itemError(error) };
  }
}

function errorOf({ error }: FailedEvent): AppError {
  return new AppError(error.code, error.details);
}

function itemError(error: AppError): FailedEvent['error'] {
  return { code: error.code, details: detailsOf(error) };
}
