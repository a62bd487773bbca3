import { expect, type Locator, type Page } from '@playwright/test';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import { errors } from '#lib/i18n/vi/errors.ts';
import { signingDevice } from '#lib/i18n/vi/signing-device.ts';
import { signing } from '#lib/i18n/vi/signing.ts';

/** What a page shows of the signing program on this PC. */
export function panel(page: Page): Locator {
  return page.getByRole('region', { name: signing.bridge.title });
}

/** The program is found and paired, and there is a certificate to sign with. */
export async function isReady(page: Page): Promise<void> {
  const ready = panel(page).getByText(signing.bridge.ready, { exact: true });
  await expect(ready).toBeVisible({ timeout: 30_000 });
}

/** The panel says what is wrong with the signing device, and every step of what to do. */
export async function expectDevice(
  page: Page,
  condition: keyof typeof signingDevice.conditions,
): Promise<void> {
  const { title, text, steps } = signingDevice.conditions[condition];
  await expect(panel(page)).toContainText(title, { timeout: 30_000 });
  for (const said of [text, ...steps]) await expect(panel(page)).toContainText(said);
}

/** What happened, and what to do about it. */
export async function expectProblem(page: Page, code: ErrorCode): Promise<void> {
  const { message, remedy } = errors[code];
  const notice = page.getByRole('alert').filter({ hasText: message });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(notice).toContainText(remedy);
}
