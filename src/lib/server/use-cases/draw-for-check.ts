import { createHmac } from 'node:crypto';
import { isDrawn } from '#lib/domain/blind-check.ts';
import type { Context } from '../context.ts';
import type { IncomingDocument } from '../stores/document-store.ts';
import type { Stores } from '../stores/stores.ts';
import { effectiveCheckSetting } from './manage-check-setting.ts';

/**
 * Decides, in the transaction of the commit, whether a document is read a second time. The same
 * document is always drawn or never, and nobody who does not hold the station's key can foresee it.
 */
export async function drawForCheck(
  context: Context,
  stores: Stores,
  document: Pick<IncomingDocument, 'id' | 'orgUnitPath'>,
  at: Date,
): Promise<void> {
  const { ratePercent, keys } = await effectiveCheckSetting(stores, document.orgUnitPath);
  if (!isDrawn(drawOf(context.samplingKey, document.id), ratePercent)) return;
  await stores.checks.draw({ documentId: document.id, ratePercent, keys, at });
}

/** In [0, 1): the first 48 bits of HMAC-SHA-256. */
export function drawOf(samplingKey: Uint8Array, documentId: string): number {
  const digest = createHmac('sha256', samplingKey).update(documentId).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
