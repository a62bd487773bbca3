import { AppError } from '#lib/domain/app-error.ts';
import { checkRequest } from '../pairing/check-request.ts';
import type { BridgeAnswer, BridgeRequest } from './listener.ts';
import { pairingRoutes } from './pairing-routes.ts';
import type { Route, RouteParts } from './route.ts';
import { scanningRoutes } from './scanning-routes.ts';
import { signingRoutes } from './signing-routes.ts';

/** Everything the bridge answers to. */
const routes: readonly Route[] = [...pairingRoutes, ...signingRoutes, ...scanningRoutes];

/** Answers a request that passed the gate; throws NOT_FOUND, BRIDGE_NOT_PAIRED and what the deeds throw. */
export async function route(request: BridgeRequest, parts: RouteParts): Promise<BridgeAnswer> {
  const onPath = routes.flatMap((each) => {
    const match = each.path.exec(request.url.pathname);
    return match ? [{ each, id: match[1] ?? '', pageId: match[2] ?? '' }] : [];
  });
  if (onPath.length === 0) throw new AppError('NOT_FOUND');
  const found = onPath.find(({ each }) => each.method === request.method);
  if (!found) throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'method' });
  const asked = { request, parts, id: found.id, pageId: found.pageId };
  if (found.each.access === 'origin') return await found.each.answer(asked);
  const { pairings } = parts.pairing;
  const nowMs = parts.now().getTime();
  const pairing = checkRequest(request, pairings, parts.usedNonces, nowMs);
  return await found.each.answer({ ...asked, pairing });
}
