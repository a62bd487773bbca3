import { X509Certificate } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readServiceKeys } from '#bridge/signing/pkcs12/demo-authority-files.ts';
import { DataFolder } from '#bridge/storage/data-folder.ts';
import type { DemoAuthority } from '#lib/pki/demo-authority.ts';
import type { Revocation } from '../../src/demo-pki/revocations.ts';
import { e2e } from './station-settings.ts';

/** Where the bridge of this station keeps its data. */
export const bridgeFolder = join(resolve(import.meta.dirname, '..', '..'), e2e.dataDir, 'bridge');

/** The authority that this station trusts, with the addresses of its demo services. */
export async function stationAuthority(): Promise<DemoAuthority> {
  const keys = await readServiceKeys(await DataFolder.open(bridgeFolder), e2e.pin);
  if (!keys) throw new Error('The bridge of the station has made no demo authority');
  return { ...keys.authority, servicesUrl: `http://127.0.0.1:${e2e.demoPkiPort}` };
}

/** From now on the demo services say that this certificate (DER) was revoked; all others are good. */
export async function revokeCertificate(certificate: Uint8Array): Promise<void> {
  const { serialNumber } = new X509Certificate(certificate);
  const revocation: Revocation = {
    serialNumber,
    revokedAt: new Date().toISOString(),
    reason: 'keyCompromise',
  };
  await writeRevocations([revocation]);
}

/** From now on all certificates are good. */
export async function restoreCertificates(): Promise<void> {
  await writeRevocations([]);
}

async function writeRevocations(revocations: Revocation[]): Promise<void> {
  const folder = await DataFolder.open(bridgeFolder);
  await folder.write('demo/revoked.json', JSON.stringify(revocations));
}
