import type * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { PairRequestSchema } from '#lib/protocol/bridge.ts';
import { pairingCode } from '#lib/protocol/pairing-code.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Dialog } from '../dialog/dialog.ts';
import type { DialogTurn } from '../dialog/dialog-turn.ts';
import type { InstanceKey } from '../storage/instance-key.ts';
import { parsePublicKey } from './page-key.ts';
import type { Pairing, Pairings } from './pairings.ts';

export type PairingParts = {
  pairings: Pairings;
  instanceKey: InstanceKey;
  dialog: Dialog;
  turn: DialogTurn;
  audit: AuditLog;
  now: () => Date;
};

/**
 * Shows the six digits on this PC and keeps the page's and the server's key when the person accepts.
 * Throws BRIDGE_PAIRING_REFUSED, BRIDGE_BUSY, BRIDGE_NO_DIALOG, BRIDGE_BAD_REQUEST.
 */
export async function acceptPairing(
  request: v.InferOutput<typeof PairRequestSchema>,
  origin: string,
  parts: PairingParts,
  signal: AbortSignal,
): Promise<Pairing> {
  const { pairings, dialog, turn, audit, now } = parts;
  const { pageKey, serverKey, userName } = request;
  const code = await codeOf(request, parts.instanceKey);
  const release = turn.take(origin, now().getTime());
  try {
    await dialog.confirmPairing({ origin, userName, code }, signal);
  } catch (error) {
    turn.countFruitless(origin, 'turned-away', now().getTime());
    if (error instanceof AppError) {
      await audit.append({ event: 'pairing-refused', origin, userName });
    }
    throw error;
  } finally {
    release();
  }
  turn.countAccepted(origin);
  const pairedAt = now().toISOString();
  const pairing = await pairings.add({ origin, userName, pageKey, serverKey, pairedAt });
  const { pairingId } = pairing;
  await audit.append({ event: 'paired', origin, userName, pairingId });
  return pairing;
}

async function codeOf(
  { pageKey, serverKey }: v.InferOutput<typeof PairRequestSchema>,
  instanceKey: InstanceKey,
): Promise<string> {
  const spki = (key: string) => parsePublicKey(key).export({ type: 'spki', format: 'der' });
  return await pairingCode({
    pageKey: spki(pageKey),
    serverKey: spki(serverKey),
    instanceKey: instanceKey.publicKey,
  });
}
