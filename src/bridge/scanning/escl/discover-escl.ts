import { Bonjour, type Service } from 'bonjour-service';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#lib/domain/app-error.ts';
import { isLocalAddress } from '../local-network.ts';

/** Devices answer within two seconds; sleeping ones a little later. */
const listenMs = 3_000;

/**
 * Asks the network by mDNS for eSCL scanners, with and without TLS. Throws SCANNER_DRIVER_MISSING
 * where nothing can be asked: no network, or one without multicast.
 */
export async function discoverEscl(signal: AbortSignal): Promise<string[]> {
  const failures: unknown[] = [];
  const found = new Map<string, string>();
  const bonjour = new Bonjour({}, (error: unknown) => failures.push(error));
  try {
    for (const type of ['uscans', 'uscan'] as const) {
      bonjour.find({ type }, (service) => {
        const address = addressOf(service, type === 'uscans' ? 'https' : 'http');
        // A device that answers to both is one device; plain HTTP suffices on the local network.
        if (address) found.set(deviceOf(service), address);
      });
    }
    await wait(listenMs, undefined, { signal });
  } finally {
    bonjour.destroy();
  }
  if (found.size === 0 && failures.length > 0) {
    throw new AppError('SCANNER_DRIVER_MISSING', { reason: 'multicast' }, { cause: failures[0] });
  }
  return [...found.values()];
}

/** The address by number: names of mDNS are not resolved by every system. */
export function addressOf(
  { addresses = [], port, txt }: Pick<Service, 'addresses' | 'port' | 'txt'>,
  scheme: 'http' | 'https',
): string | null {
  const local = addresses.filter(isLocalAddress);
  // IPv6 link-local addresses need a zone, which URLs do not carry.
  const address =
    local.find((each) => each.includes('.')) ?? local.find((each) => !/^fe80/iu.test(each));
  if (!address) return null;
  const host = address.includes(':') ? `[${address}]` : address;
  const root = String(txt?.rs ?? 'eSCL').replace(/^\/+|\/+$/gu, '');
  const url = URL.parse(`${scheme}://${host}:${port}`);
  return url && `${url.origin}/${root || 'eSCL'}`;
}

function deviceOf({ txt, host }: Service): string {
  return String(txt?.uuid ?? host);
}
