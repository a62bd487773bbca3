import { Bonjour } from 'bonjour-service';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isLocalAddress } from '../local-network.ts';
import { addressOf, discoverEscl } from './discover-escl.ts';

describe('what a device tells by mDNS', () => {
  const service = { addresses: ['192.168.1.20'], port: 80, txt: { rs: '/eSCL' } };

  it.each([
    [service, 'http', 'http://192.168.1.20/eSCL'],
    [{ ...service, port: 443 }, 'https', 'https://192.168.1.20/eSCL'],
    [{ ...service, port: 9096, txt: {} }, 'http', 'http://192.168.1.20:9096/eSCL'],
    [{ ...service, txt: { rs: '' } }, 'http', 'http://192.168.1.20/eSCL'],
    [{ ...service, addresses: ['fe80::1', 'fd00::20'] }, 'http', 'http://[fd00::20]/eSCL'],
    [{ ...service, addresses: ['fd00::20', '10.1.2.3'] }, 'http', 'http://10.1.2.3/eSCL'],
    // Nobody's word makes the bridge ask the internet.
    [{ ...service, addresses: ['8.8.8.8'] }, 'http', null],
    [{ ...service, addresses: [] }, 'http', null],
  ] as const)('%j over %s is %s', (told, scheme, address) => {
    expect(addressOf({ ...told, addresses: [...told.addresses] }, scheme)).toBe(address);
  });
});

/** Multicast needs an interface beside loopback. */
const hasLocalNetwork = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .some(
    ({ internal, address }) => !internal && !/^fe80/iu.test(address) && isLocalAddress(address),
  );

it.skipIf(!hasLocalNetwork)('finds a scanner that announces itself', async () => {
  const bonjour = new Bonjour();
  try {
    const txt = { rs: 'eSCL', uuid: 'thu-1' };
    bonjour.publish({ name: 'Máy quét thử', type: 'uscan', port: 47_399, txt, probe: false });
    const found = await discoverEscl(AbortSignal.timeout(10_000));
    expect(found.some((address) => address.endsWith(':47399/eSCL'))).toBe(true);
  } finally {
    bonjour.destroy();
  }
});
