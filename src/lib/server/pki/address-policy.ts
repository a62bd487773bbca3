import { BlockList, isIP, isIPv4 } from 'node:net';

/** Networks that a name on the internet has no business leading to (IANA special-purpose registries). */
const specialIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6 only global unicast is public, without the parts of it that lead elsewhere. */
const globalIPv6 = ['2000::/3'];
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const specialV4 = networks(specialIPv4);
const globalV6 = networks(globalIPv6);
const specialV6 = networks(specialIPv6);

export type AddressPolicy = { isAllowed(address: string): boolean };

/** Public addresses, and those within the given networks (CIDR). Throws on a network that is none. */
export function addressPolicy(privateNetworks: readonly string[]): AddressPolicy {
  const own = networks(privateNetworks);
  return {
    isAllowed: (address) => isPublicAddress(address) || contains(own, address),
  };
}

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !contains(specialV4, address);
  return contains(globalV6, address) && !contains(specialV6, address);
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function networks(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', prefix = ''] = cidr.split('/');
    const family = isIP(network);
    const bits = family === 4 ? 32 : 128;
    const length = prefix === '' ? bits : Number(prefix);
    if (family === 0 || !Number.isInteger(length) || length < 0 || length > bits) {
      throw new Error(`Không phải mạng dạng CIDR: ${cidr}`);
    }
    list.addSubnet(network, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
