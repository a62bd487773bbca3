import { expect, type Page } from '@playwright/test';
import { signingDevice } from '#lib/i18n/vi/signing-device.ts';
import type { DemoSigner } from '#lib/pki/demo-authority.ts';
import type { PivSlot } from '#support/virtual-card-piv.ts';
import { insertVirtualCard, type VirtualCard } from '#support/virtual-card.ts';
import { stationAuthority } from './station-authority.ts';
import { e2e } from './station-settings.ts';

/** A USB token in this PC, whose holders the station's demo authority vouches for. */
export async function insertUsbToken(
  holders: Partial<Record<PivSlot, DemoSigner>>,
): Promise<VirtualCard> {
  return insertVirtualCard(holders, { pin: e2e.pin, authority: await stationAuthority() });
}

/** Chooses the certificate of the token, as soon as the panel of the signing program shows it. */
export async function chooseToken(page: Page): Promise<void> {
  const source = new RegExp(signingDevice.token.sources.pkcs11, 'u');
  const certificate = page.getByRole('radio', { name: source });
  await expect(certificate).toBeVisible({ timeout: 30_000 });
  await certificate.check();
}
