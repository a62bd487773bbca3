import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '#lib/domain/app-error.ts';

/** Where scanners stand: this PC, private and link-local networks (RFC 1918, 3927, 4193, 4291). */
const local = new BlockList();
local.addSubnet('127.0.0.0', 8);
local.addSubnet('10.0.0.0', 8);
local.addSubnet('172.16.0.0', 12);
local.addSubnet('192.168.0.0', 16);
local.addSubnet('169.254.0.0', 16);
local.addAddress('::1', 'ipv6');
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');
/** Link-local, but no scanner: the services of cloud machines. */
const never = new BlockList();
never.addAddress('169.254.169.254');

export function isLocalAddress(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return isIP(address) !== 0 && local.check(address, family) && !never.check(address, family);
}

/**
 * Refuses numeric addresses outside the local network, which need no lookup. A page must not make the
 * bridge ask servers of the internet. Throws SCANNER_UNREACHABLE.
 */
export function checkLocalHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/gu, '');
  if (isIP(bare) !== 0 && !isLocalAddress(bare)) throw outside(hostname);
}

/** Resolves names to local addresses only, at each connection: a name may point elsewhere by then. */
export const lookupLocal: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = found?.filter(({ address }) => isLocalAddress(address)) ?? [];
    const [first] = addresses;
    if (error) answer(error, '');
    else if (!first) answer(outside(hostname), '');
    else if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
};

function outside(host: string): AppError {
  return new AppError('SCANNER_UNREACHABLE', { reason: 'outside-local-network', host });
}
