import { DerError, readDer, type DerNode } from '#lib/pki/der/der-reader.ts';
import { constructedContext, tags } from '#lib/pki/der/tags.ts';

/** A revocation that is published in between shall be noticed within this time. */
const MAX_KEPT_MS = 15 * 60_000;

/** Until when this CRL may be used again; null when it says nothing, is stale, or is no CRL. */
export function crlKeptUntil(crl: Uint8Array, now: Date): Date | null {
  return keptUntil(() => crlNextUpdate(readDer(crl)), now);
}

/** The same of an OCSP response; the answer about one certificate that is stale first decides. */
export function ocspKeptUntil(response: Uint8Array, now: Date): Date | null {
  return keptUntil(() => ocspNextUpdate(readDer(response)), now);
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

/** The second of the two times (RFC 5280 §5.1.2.5). */
function crlNextUpdate(crl: DerNode): Date | null {
  const [, nextUpdate] = crl.child(0, tags.sequence).children.filter(isTime);
  return nextUpdate?.time() ?? null;
}

/** Of a successful response only (RFC 6960 §4.2.1). */
function ocspNextUpdate(response: DerNode): Date | null {
  const body = response.find(constructedContext(0))?.child(0).child(1).octetString();
  if (body === undefined) return null;
  const responseData = readDer(body).child(0, tags.sequence);
  const answers = responseData.children.find(({ tag }) => tag === tags.sequence)?.children ?? [];
  const times = answers.map((answer) => answer.find(constructedContext(0))?.child(0).time());
  if (times.length === 0 || times.some((time) => time === undefined)) return null;
  return new Date(Math.min(...times.map((time) => time?.getTime() ?? 0)));
}

function isTime({ tag }: DerNode): boolean {
  return tag === tags.utcTime || tag === tags.generalizedTime;
}
