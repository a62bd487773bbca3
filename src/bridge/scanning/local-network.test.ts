import { expect, it } from 'vitest';
import { isLocalAddress, lookupLocal } from './local-network.ts';

it.each([
  ...['127.0.0.1', '10.255.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.1.1'],
  ...['::1', 'fd12::1', 'fe80::1', '::ffff:192.168.1.1'],
])('%s belongs to the local network', (address) => {
  expect(isLocalAddress(address)).toBe(true);
});

it.each([
  ...['8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.0.1', '0.0.0.0', '169.254.169.254'],
  ...['::', '2001:db8::1', '::ffff:8.8.8.8', '::ffff:169.254.169.254', 'localhost', ''],
])('%j does not', (address) => {
  expect(isLocalAddress(address)).toBe(false);
});

it('gives no name an address outside', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  lookupLocal('8.8.8.8', {}, (error) => resolve(error));
  expect(await promise).toMatchObject({ code: 'SCANNER_UNREACHABLE' });
});

it('resolves names of this PC', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  lookupLocal('localhost', {}, (_, address) => resolve(address));
  expect(['127.0.0.1', '::1']).toContain(await promise);
});
