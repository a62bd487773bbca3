import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { errors } from '#lib/i18n/vi/errors.ts';
import { scanning } from '#lib/i18n/vi/scanning.ts';
import { signingDevice } from '#lib/i18n/vi/signing-device.ts';
import { startEsclSimulator, type EsclSimulator } from '#support/escl-simulator.ts';
import { createSane } from '#support/sane.ts';
import { expectAccessible } from './accessibility.ts';
import { openNewBatch, signIn } from './official.ts';
import { foreignRequests } from './own-addresses.ts';
import { PersonAtPc } from './person-at-pc.ts';

const MINUTE = 60_000;
const SHEETS = 6;
const withoutScanners = {
  BRIDGE_SCAN_DISCOVERY: 'off',
  BRIDGE_SCANIMAGE: 'off',
  BRIDGE_SCAN_FOLDERS: '/nonexistent',
};

type Desk = { pc: PersonAtPc; context: BrowserContext; page: Page; foreign: string[] };

let scanner: EsclSimulator;
test.beforeEach(async () => {
  scanner = await startEsclSimulator({ pageCount: SHEETS });
});
test.afterEach(() => scanner.close());

/** A PC with these scanners, a signed-in official and an empty batch. */
async function atDesk(
  open: () => Promise<BrowserContext>,
  environment: Record<string, string>,
): Promise<Desk> {
  const pc = new PersonAtPc({ ...withoutScanners, ...environment });
  await pc.startBridge();
  const context = await open();
  const foreign = foreignRequests(context);
  await pc.serve(context);
  const page = await context.newPage();
  await signIn(page, 'canbo');
  await openNewBatch(page);
  return { pc, context, page, foreign };
}

async function leaveDesk({ pc, context, foreign }: Desk): Promise<void> {
  await context.close();
  await pc[Symbol.asyncDispose]();
  expect(foreign).toEqual([]);
}

function panel(page: Page): Locator {
  return page.getByRole('region', { name: scanning.title });
}

/** Opens the panel by its key and pairs where that was not done before. */
async function openPanel(page: Page): Promise<void> {
  await page.keyboard.press('q');
  const pair = panel(page).getByRole('button', { name: signingDevice.pair });
  const start = panel(page).getByRole('button', { name: scanning.start, exact: true });
  await expect(pair.or(start)).toBeVisible();
  if (await pair.isVisible()) await pair.click();
  await expect(start).toBeVisible();
}

async function start(page: Page, preset: string): Promise<void> {
  await panel(page).getByLabel(scanning.preset, { exact: true }).selectOption({ label: preset });
  await panel(page).getByRole('button', { name: scanning.start, exact: true }).click();
}

async function expectPages(page: Page, count: number): Promise<void> {
  await expect(page.getByText(new RegExp(`tài liệu, ${count} trang$`, 'u'))).toBeVisible({
    timeout: MINUTE,
  });
  await expect(page.getByRole('option')).toHaveCount(count);
}

test('a typed scanner jams at page 4: the pages stay, and the scan goes on at page 4', async ({
  browser,
}) => {
  test.setTimeout(4 * MINUTE);
  const desk = await atDesk(() => browser.newContext(), {});
  const { page } = desk;
  scanner.device.faults.jamAt = 4;

  await openPanel(page);
  await expect(panel(page)).toContainText(scanning.noScanner);
  await expectAccessible(page);
  await page.getByRole('button', { name: scanning.typeAddress }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(scanning.address.address).fill('127.0.0.1:9');
  await dialog.getByRole('button', { name: scanning.address.add }).click();
  await expect(dialog).toContainText(errors.SCANNER_UNREACHABLE.message);
  await expectAccessible(page);
  await dialog.getByLabel(scanning.address.address).fill(scanner.address);
  await dialog.getByRole('button', { name: scanning.address.add }).click();
  await expect(dialog).toBeHidden();
  await expectAccessible(page);

  await start(page, scanning.presets.names.plain);
  await expect(panel(page)).toContainText(errors.SCANNER_JAMMED.message, { timeout: MINUTE });
  await expect(panel(page)).toContainText(scanning.stopped.title(3));
  await expectPages(page, 3);
  await expectAccessible(page);

  scanner.device.clearJam();
  await page.getByRole('button', { name: scanning.stopped.goOnFrom(4) }).click();
  await expect(panel(page)).toContainText(scanning.counting.askPages(SHEETS), { timeout: MINUTE });
  await expectPages(page, SHEETS);
  await expectAccessible(page);
  await panel(page).getByLabel(scanning.counting.counted).fill('7');
  await panel(page).getByRole('button', { name: scanning.counting.compare }).click();
  await expect(panel(page)).toContainText(scanning.counting.missing(1));
  await panel(page).getByRole('button', { name: scanning.counting.finish }).click();
  await expect(panel(page).getByLabel(scanning.scanner, { exact: true })).toBeVisible();
  await leaveDesk(desk);
});

test('the bridge ends in the middle and comes back: nothing is lost, nothing comes twice', async ({
  browser,
}) => {
  test.setTimeout(4 * MINUTE);
  const desk = await atDesk(() => browser.newContext(), { BRIDGE_SCANNERS: scanner.address });
  const { pc, page } = desk;
  scanner.device.faults.slowPageMs = 1500;

  await openPanel(page);
  await start(page, scanning.presets.names.plain);
  await expect(page.getByRole('option').nth(1)).toBeVisible({ timeout: MINUTE });
  await pc.stopBridge();
  // A bridge that is closed may still tell of it; one that is gone is missed.
  await expect(
    panel(page)
      .getByText(scanning.progress.lost)
      .or(panel(page).getByText(errors.SCAN_INTERRUPTED.message)),
  ).toBeVisible({ timeout: MINUTE });
  await expectAccessible(page);
  await pc.startBridge();
  await expect(panel(page)).toContainText(errors.SCAN_INTERRUPTED.message, { timeout: MINUTE });

  scanner.device.faults.slowPageMs = 0;
  await panel(page)
    .getByRole('button', { name: /^Quét tiếp/u })
    .click();
  await expect(panel(page)).toContainText(scanning.counting.askPages(SHEETS), { timeout: MINUTE });
  await expectPages(page, SHEETS);
  await leaveDesk(desk);
});

test('the tab is closed in the middle: the batch has every page when it is opened again', async ({
  browser,
}) => {
  test.setTimeout(4 * MINUTE);
  const desk = await atDesk(() => browser.newContext(), { BRIDGE_SCANNERS: scanner.address });
  const { context, page } = desk;
  scanner.device.faults.slowPageMs = 1500;

  await openPanel(page);
  await start(page, scanning.presets.names.plain);
  await expect(page.getByRole('option').nth(1)).toBeVisible({ timeout: MINUTE });
  const batch = page.url();
  await page.close();
  const again = await context.newPage();
  await again.goto(batch);
  await expect(panel(again)).toContainText(scanning.counting.askPages(SHEETS), {
    timeout: MINUTE,
  });
  await expectPages(again, SHEETS);
  await again.reload();
  await expect(panel(again)).toContainText(scanning.counting.askPages(SHEETS));
  await panel(again)
    .getByRole('button', { name: scanning.counting.same(SHEETS), exact: true })
    .click();
  await expect(panel(again)).toBeHidden();
  await expectPages(again, SHEETS);
  await leaveDesk({ ...desk, page: again });
});

test('a scanner on USB feeds ten sheets through SANE', async ({ browser }) => {
  test.setTimeout(4 * MINUTE);
  const sane = await createSane({ name: 'test' });
  const desk = await atDesk(() => browser.newContext(), sane.environment);
  const { page } = desk;
  await openPanel(page);
  await start(page, scanning.presets.names.text);
  await expect(panel(page)).toContainText(scanning.counting.askPages(10), { timeout: 2 * MINUTE });
  await expectPages(page, 10);
  await leaveDesk(desk);
  await sane.close();
});
