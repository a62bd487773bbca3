import { expect, it } from 'vitest';
import { pairingCode } from './pairing-code.ts';

const keys = {
  pageKey: new Uint8Array([1, 2, 3]),
  serverKey: new Uint8Array([4, 5]),
  instanceKey: new Uint8Array([6]),
};

it('takes the first 20 bits of the digest of the three keys', async () => {
  // SHA-256(01 02 03 04 05 06) begins 7192385c: 0x71923 = 465187.
  expect(await pairingCode(keys)).toBe('465187');
});

it('shows other digits when any of the keys was exchanged', async () => {
  const changed = await Promise.all([
    pairingCode({ ...keys, pageKey: new Uint8Array([9, 2, 3]) }),
    pairingCode({ ...keys, serverKey: new Uint8Array([9, 5]) }),
    pairingCode({ ...keys, instanceKey: new Uint8Array([9]) }),
  ]);
  expect(changed).not.toContain('465187');
});
