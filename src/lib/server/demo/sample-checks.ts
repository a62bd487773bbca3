import { requiredKeys } from '#lib/domain/metadata-rules.ts';
import { isSameReading } from '#lib/domain/blind-check.ts';
import type { Metadata } from '#lib/domain/metadata.ts';
import { DEFAULT_CHECK_SETTING } from '#lib/protocol/checking.ts';
import type { Stores } from '../stores/stores.ts';
import { accountId } from './organization.ts';

/** Documents that the demo office has drawn; the first of them were read again already. */
const DRAWN = 8;
const READ_AGAIN = 5;

type Stored = { id: string; announcedBy: string; metadata: Metadata };

/**
 * A few second looks, so that every screen of random checks has something to show: some wait, some
 * agree, and about one two people differ.
 */
export async function insertChecks(
  stores: Stores,
  documents: readonly Stored[],
  at: Date,
): Promise<void> {
  const { ratePercent } = DEFAULT_CHECK_SETTING;
  const checkedBy = accountId('vanthu');
  for (const [place, { id: documentId, metadata }] of documents.slice(0, DRAWN).entries()) {
    await stores.checks.draw({ documentId, ratePercent, keys: requiredKeys, at });
    if (place >= READ_AGAIN) continue;
    const fields = requiredKeys.map((key) => {
      const first = metadata[key];
      const isMisread = place === 0 && key === 'ownerName';
      const second = isMisread ? withoutLastMark(first) : first;
      return { key, first, second, isSame: isSameReading(key, first, second) };
    });
    const state = fields.every((field) => field.isSame) ? 'agreed' : 'differing';
    await stores.checks.answer({ documentId, state, checkedBy, at, fields });
  }
}

/** `Thanh Niên` → `Thanh Nien`: what is overlooked most. */
function withoutLastMark(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}+(?=\P{Mn}*$)/u, '')
    .normalize('NFC');
}
