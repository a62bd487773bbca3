import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { shell } from '#lib/i18n/vi/shell.ts';
import { signingDevice } from '#lib/i18n/vi/signing-device.ts';
import type { VirtualCard } from '#support/virtual-card.ts';
import { expectAccessible } from './accessibility.ts';
import { signIn } from './official.ts';
import { answerPermission, officeAddress, serveOffice } from './other-address.ts';
import { foreignRequests } from './own-addresses.ts';
import { PersonAtPc } from './person-at-pc.ts';
import { expectDevice, expectProblem, isReady, panel } from './signing-panel.ts';
import { e2e } from './station-settings.ts';
import { insertUsbToken } from './usb-token.ts';

/** From the browser to the certificate: what an official sees of each thing that can be missing. */
const official = 'Trần Minh Hà';

let pc: PersonAtPc;
let token: VirtualCard;
let context: BrowserContext;
let page: Page;
let foreign: string[];

test.beforeAll(async ({ browser }) => {
  pc = new PersonAtPc();
  await pc.startBridge();
  token = await insertUsbToken({ '9A': { commonName: official, keyType: 'ec' } });
  context = await browser.newContext();
  foreign = foreignRequests(context);
  await pc.serve(context);
  page = await context.newPage();
  await signIn(page, 'canbo');
});
test.beforeEach(async () => {
  pc.dialog.answer = { pin: e2e.pin };
  await token.insert();
});
test.afterAll(async () => {
  await context.close();
  await token.close();
  await pc[Symbol.asyncDispose]();
  expect(foreign).toEqual([]);
});

test('a browser that is not paired says so; a refused pairing can be repeated', async () => {
  await page.goto('/signing-device');
  await expectDevice(page, 'not-paired');
  await expectAccessible(page);
  pc.dialog.answer = 'cancel';
  await panel(page).getByRole('button', { name: signingDevice.pair }).click();
  await expectProblem(page, 'BRIDGE_PAIRING_REFUSED');

  pc.dialog.answer = { pin: e2e.pin };
  await open();
  const [first, second] = pc.dialog.pairings;
  expect(first).toMatchObject({ origin: e2e.origin, userName: official });
  expect(second?.code).toMatch(/^\d{6}$/u);
  await expectAccessible(page);
});

test('the bridge that does not run is missed, and found again', async () => {
  await open();
  await pc.stopBridge();
  await expectDevice(page, 'not-running');
  await expectAccessible(page);
  await pc.startBridge();
  await retry();
});

test('another program in its place is told nothing', async () => {
  await open();
  await pc.stopBridge();
  const stranger = new PersonAtPc();
  await stranger.startBridge({ port: pc.port });
  await page.reload();
  await expectDevice(page, 'foreign-program');
  await expectAccessible(page);
  await stranger[Symbol.asyncDispose]();
  await pc.startBridge();
  await retry();
});

test('a bridge that does not know this address of the office says so', async () => {
  await open();
  await pc.startBridge({ origin: officeAddress });
  await page.reload();
  await expectDevice(page, 'origin-refused');
  await pc.startBridge();
});

test('a browser that was never paired is told to install the program', async ({ browser }) => {
  await pc.stopBridge();
  const other = await signedInElsewhere(browser.newContext());
  await other.goto('/signing-device');
  await expectDevice(other, 'not-installed');
  await expectAccessible(other);
  await other.context().close();
  await pc.startBridge();
});

test('the browser asks before a page reaches the bridge; who forbade it is told where to allow it', async ({
  browser,
}) => {
  await pc.startBridge({ origin: officeAddress });
  const other = await signedInElsewhere(browser.newContext());
  await serveOffice(other.context());
  await other.goto(`${officeAddress}/signing-device`);
  await expectDevice(other, 'permission-prompt');

  await answerPermission(other, 'denied');
  await other.reload();
  await expectDevice(other, 'permission-denied');
  await expectAccessible(other);

  await answerPermission(other, 'granted');
  await panel(other).getByRole('button', { name: shell.actions.retry }).click();
  await expectDevice(other, 'not-paired');
  await other.context().close();
  await pc.startBridge();
});

test('the token that is not there is missed, and shows by itself when it is put in', async () => {
  await open();
  token.remove();
  await expectDevice(page, 'no-token');
  await expectAccessible(page);
  await token.insert();
  await isReady(page);
  await expect(panel(page)).toContainText(official);
});

/** The page with a paired bridge and a token. */
async function open(): Promise<void> {
  await page.goto('/signing-device');
  const pair = panel(page).getByRole('button', { name: signingDevice.pair });
  const ready = panel(page).getByText(signingDevice.conditions.ready.title, { exact: true });
  await expect(pair.or(ready)).toBeVisible({ timeout: 30_000 });
  if (await pair.isVisible()) await pair.click();
  await isReady(page);
}

async function retry(): Promise<void> {
  await panel(page).getByRole('button', { name: shell.actions.retry }).click();
  await isReady(page);
}

/** An official in another browser on this PC. */
async function signedInElsewhere(opening: Promise<BrowserContext>): Promise<Page> {
  const other = await opening;
  await pc.serve(other);
  const fresh = await other.newPage();
  await signIn(fresh, 'canbo');
  return fresh;
}
