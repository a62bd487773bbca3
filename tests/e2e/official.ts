import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDate } from '#lib/i18n/format.ts';
import { truthFolder, type SampleTruth } from '#fixtures/sample-documents.ts';
import { e2e } from './station-settings.ts';

export const samplesFolder = resolve(import.meta.dirname, '..', '..', 'var', 'samples');
const PASSWORD = 'TramSoHoa@2025';

export async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${e2e.origin}/sign-in`);
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/**
 * Opens a new batch by its key, pressed again until the page listens: a page that has only just been
 * shown does not. Returns its address.
 */
export async function openNewBatch(page: Page): Promise<string> {
  await expect(page.getByRole('button', { name: /Lô mới/u }).first()).toBeEnabled();
  await expect(async () => {
    await page.keyboard.press('n');
    await page.waitForURL(/\/batches\/[\da-f-]{36}/u, { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  return page.url();
}

/** Files of the samples as the official picks them from the scanner's folder. */
export async function dropFiles(page: Page, paths: string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page
      .getByRole('button', { name: /Thêm tệp/u })
      .first()
      .click(),
  ]);
  await chooser.setFiles(paths);
}

export function truthOf(fileName: string): SampleTruth {
  return JSON.parse(readFileSync(join(truthFolder(samplesFolder), `${fileName}.json`), 'utf8'));
}

/** What an official who reads the paper types into a field. */
function typedValue(truth: SampleTruth, target: string): string {
  const value = Object.entries(truth.fields).find(([key]) => key === target)?.[1] ?? '';
  if (value === 'permanent') return 'V';
  return formatDate(value);
}

/**
 * Goes through the batch on the tagging screen by keyboard alone: looks at every field that takes
 * the focus, types what the paper says, takes the proposed inventory item, or says by `inventoryKey`
 * F4 that there is none. Returns the keys pressed.
 */
export async function tagByKeyboard(
  page: Page,
  { inventoryKey = 'F2' }: { inventoryKey?: 'F2' | 'F4' } = {},
): Promise<number> {
  const finished = page.getByText('Đã gắn thông tin cho mọi tài liệu.');
  let keys = 0;
  for (; keys < 2000; keys++) {
    if (await finished.isVisible()) return keys;
    await settle(page);
    const focus = await focusOf(page);
    const { target, fileName } = focus;
    if (target === 'inventory') await page.keyboard.press(inventoryKey);
    else if (target === 'procedure') await chooseProcedure(page, truthOf(fileName));
    else if (target === 'duplicate') await giveReason(page);
    else if (target === 'accept' || target === null) await page.keyboard.press('Control+Enter');
    else {
      await page.keyboard.press('Control+A');
      const value = typedValue(truthOf(fileName), target);
      if (value === '') await page.keyboard.press('Delete');
      else await page.keyboard.insertText(value);
      await page.keyboard.press('Enter');
    }
    await leaves(page, focus);
  }
  throw new Error(`tagging did not come to an end after ${keys} keys`);
}

/** The screen moved the focus where it belongs and is not looking anything up. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByText('Đang tìm trong danh sách…')).toHaveCount(0);
  await expect(page.getByText('Đang lưu…')).toHaveCount(0);
}

type Focus = { target: string | null; fileName: string };

async function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const area = document.activeElement?.closest('[data-target]');
    const current = document.querySelector('[data-document][aria-current="true"]');
    const fileName = /SCAN_\d+\.\w+/u.exec(current?.textContent ?? '')?.[0] ?? '';
    return { target: area?.getAttribute('data-target') ?? null, fileName };
  });
}

/**
 * Waits until the screen has moved on after a key, so that nothing is typed into the field before.
 * Where it stays, as with something it refuses, the next look says what it wants.
 */
async function leaves(page: Page, focus: Focus): Promise<void> {
  const moved = expect.poll(() => focusOf(page), { timeout: 3000, intervals: [20, 50, 100] });
  await moved.not.toEqual(focus).catch(() => undefined);
}

async function giveReason(page: Page): Promise<void> {
  await page.keyboard.insertText('Bản quét lại');
  await page.keyboard.press('Control+Enter');
}

async function chooseProcedure(page: Page, truth: SampleTruth): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(truth.procedureCode);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

/** Pairs the page with the bridge if it is not. */
export async function pairIfAsked(page: Page): Promise<void> {
  const pair = page.getByRole('button', { name: 'Ghép nối' });
  const ready = page.getByText('Đã kết nối', { exact: true });
  await expect(pair.or(ready).first()).toBeVisible();
  if (await pair.isVisible()) await pair.click();
  await expect(ready).toBeVisible();
}

/** Signs all that is selected. */
export async function signAll(page: Page): Promise<void> {
  await pairIfAsked(page);
  await page.getByRole('button', { name: /^Ký (tiếp )?\d+ tài liệu/u }).click();
}

/** Digitized results in the scope of the signed-in supervisor. */
export async function digitizedCount(page: Page): Promise<number> {
  const answer = await page.request.get(`${e2e.origin}/api/supervision?year=2025&orgUnitId=`);
  expect(answer.status()).toBe(200);
  const report: { total: { digitized: number } } = await answer.json();
  return report.total.digitized;
}
