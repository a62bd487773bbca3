import { DerError, readDer, type DerNode } from '#lib/pki/der/der-reader.ts';
import { tags } from '#lib/pki/der/tags.ts';
import { readOcspResponse } from '#lib/pki/revocation/ocsp.ts';

/** A revocation that is published in between shall be noticed within this time. */
const MAX_KEPT_MS = 15 * 60_000;

/** Until when this CRL may be used again; null when it says nothing, is stale, or is no CRL. */
export function crlKeptUntil(crl: Uint8Array, now: Date): Date | null {
  return keptUntil(() => crlNextUpdate(readDer(crl)), now);
}

/** The same of an OCSP response; the answer about one certificate that is stale first decides. */
export function ocspKeptUntil(response: Uint8Array, now: Date): Date | null {
  return keptUntil(() => ocspNextUpdate(response), now);
}

function keptUntil(nextUpdate: () => Date | null, now: Date): Date | null {
  try {
    const until = nextUpdate();
    if (until === null || until <= now) return null;
    return new Date(Math.min(until.getTime(), now.getTime() + MAX_KEPT_MS));
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** The second of the two times (RFC 5280 §5.1.2.5); the entries, perhaps a million, stay unread. */
function crlNextUpdate(crl: DerNode): Date | null {
  const [, nextUpdate] = crl.child(0, tags.sequence).children.filter(isTime);
  return nextUpdate?.time() ?? null;
}

/** Of a successful response only: the others are answers for the moment. */
function ocspNextUpdate(der: Uint8Array): Date | null {
  const response = readOcspResponse(der);
  if (response.status !== 'successful' || response.answers.length === 0) return null;
  const times = response.answers.map(({ nextUpdate }) => nextUpdate?.getTime() ?? 0);
  return new Date(Math.min(...times));
}

function isTime({ tag }: DerNode): boolean {
  return tag === tags.utcTime || tag === tags.generalizedTime;
}
