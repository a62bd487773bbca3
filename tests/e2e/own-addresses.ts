import type { BrowserContext } from '@playwright/test';
import { e2e } from './station-settings.ts';

const own = [e2e.origin, `http://127.0.0.1:${e2e.bridgePort}`];

/** Collects every address that a page asks beside its station and the bridge of this PC. */
export function foreignRequests(context: BrowserContext, foreign: string[] = []): string[] {
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !own.includes(origin)) foreign.push(request.url());
  });
  return foreign;
}
