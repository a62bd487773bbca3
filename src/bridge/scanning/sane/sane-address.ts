import { isIP } from 'node:net';
import { lookup } from 'node:dns/promises';
import { AppError } from '#lib/domain/app-error.ts';
import { isLocalAddress } from '../local-network.ts';

/** Hosts in names like `net:host:device`, `airscan:escl:name:http://host/`, `hpaio:/net/x?ip=host`. */
const hostPattern = /(?:\/\/|\bnet:|\bip=|\bhost=)\[?([^\]/:;&?\s]+)/giu;

/**
 * A SANE device name; a page must not make a backend ask servers of the internet. Throws
 * SCANNER_UNREACHABLE for what is no name or names a host outside the local network.
 */
export async function checkedDeviceName(typed: string): Promise<string> {
  const name = typed.trim();
  if (!/^[a-z0-9][^\p{Cc}]*$/iu.test(name)) throw refused('address', name);
  for (const [, host = ''] of name.matchAll(hostPattern)) {
    if (!(await isLocalHost(host))) throw refused('outside-local-network', name);
  }
  return name;
}

async function isLocalHost(host: string): Promise<boolean> {
  if (isIP(host) !== 0) return isLocalAddress(host);
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.length > 0 && found.every(({ address }) => isLocalAddress(address));
}

function refused(reason: string, address: string): AppError {
  return new AppError('SCANNER_UNREACHABLE', { reason, address });
}
