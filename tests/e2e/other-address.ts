import type { BrowserContext, Page } from '@playwright/test';
import { e2e } from './station-settings.ts';

/** The office's server as most people reach it: over https, by a name that is not this PC's. */
export const officeAddress = 'https://tram.so.example.vn';

/** Pages of this browser find the station there, too, and are signed in as they are at its own address. */
export async function serveOffice(context: BrowserContext): Promise<void> {
  await context.route(`${officeAddress}/**`, async (route) => {
    const url = route.request().url().replace(officeAddress, e2e.origin);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  const cookies = await context.cookies(e2e.origin);
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: officeAddress })));
}

/**
 * What the person answered when the browser asked whether the page may reach programs on this PC.
 * Holds for as long as the page is open.
 */
export async function answerPermission(page: Page, setting: 'granted' | 'denied'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.send('Browser.setPermission', {
    permission: { name: 'loopback-network' },
    setting,
    origin: officeAddress,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
}
