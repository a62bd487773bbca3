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

/** Keys that the review of a batch cost, characters included, and those of each document by file name. */
export type KeysPressed = { total: number; perDocument: ReadonlyMap<string, number> };

/**
 * Goes through the batch on the tagging screen by keyboard alone, as fast as keys can follow each
 * other: looks at every field that takes the focus, accepts what the paper says, goes to another
 * reading or types where it says otherwise, takes the proposed inventory item, or says by
 * `inventoryKey` F4 that there is none.
 */
export async function tagByKeyboard(
  page: Page,
  { inventoryKey = 'F2' }: { inventoryKey?: 'F2' | 'F4' } = {},
): Promise<KeysPressed> {
  const perDocument = new Map<string, number>();
  for (let looks = 0; looks < 2000; looks++) {
    const focus = await focusOf(page);
    if (focus.isFinished) {
      return { total: [...perDocument.values()].reduce((a, b) => a + b, 0), perDocument };
    }
    const count = await answer(page, focus, inventoryKey);
    perDocument.set(focus.fileName, (perDocument.get(focus.fileName) ?? 0) + count);
  }
  throw new Error('tagging did not come to an end');
}

/** Gives the focused target what the paper says; answers how many keys that took. */
async function answer(page: Page, focus: Focus, inventoryKey: string): Promise<number> {
  const { target, fileName, value } = focus;
  switch (target) {
    case 'inventory':
      await page.keyboard.press(inventoryKey);
      return 1;
    case 'procedure':
      return chooseProcedure(page, truthOf(fileName));
    case 'duplicate':
      return giveReason(page);
    case 'accept':
      await page.keyboard.press('Enter');
      return 1;
    default: {
      const changing = await correct(page, value, typedValue(truthOf(fileName), target), focus);
      await page.keyboard.press('Enter');
      return changing + 1;
    }
  }
}

/** The value itself, another reading by the arrow keys, or typed. */
async function correct(page: Page, shown: string, wanted: string, focus: Focus): Promise<number> {
  if (shown === wanted || (shown === 'Vĩnh viễn' && wanted === 'V')) return 0;
  const turns = focus.options.indexOf(wanted) + 1;
  if (turns > 0 && focus.target !== 'abstract') {
    for (let turn = 0; turn < turns; turn++) await page.keyboard.press('ArrowDown');
    return turns;
  }
  // The text of a field that takes the focus is selected: typing replaces it.
  if (wanted === '') await page.keyboard.press('Delete');
  else await page.keyboard.insertText(wanted);
  return Math.max(1, wanted.length);
}

type Focus = {
  target: string;
  fileName: string;
  value: string;
  options: string[];
  isFinished: boolean;
};

/**
 * What has the focus. It is there as soon as the key before was taken; only at the start, and where a
 * document waits for the inventory, is there something to wait for.
 */
async function focusOf(page: Page): Promise<Focus> {
  const read = () =>
    page.evaluate(() => {
      const active = document.activeElement;
      const area = active?.closest('[data-target]');
      const current = document.querySelector('[data-document][aria-current="true"]');
      const isText = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
      const options = [...(area?.querySelectorAll<HTMLElement>('[data-option]') ?? [])];
      return {
        target: area?.getAttribute('data-target') ?? '',
        fileName: /SCAN_\d+\.\w+/u.exec(current?.textContent ?? '')?.[0] ?? '',
        value: isText ? active.value : '',
        options: options.map((option) => option.dataset.option ?? ''),
        isAwaited: current?.getAttribute('data-state') === 'awaited',
        isFinished: document.body.innerText.includes('Đã gắn thông tin cho mọi tài liệu.'),
      };
    });
  let focus = await read();
  await expect
    .poll(async () => {
      focus = await read();
      return focus.isFinished || (focus.target !== '' && !focus.isAwaited);
    })
    .toBe(true);
  return focus;
}

async function giveReason(page: Page): Promise<number> {
  const reason = 'Bản quét lại';
  await page.keyboard.insertText(reason);
  await page.keyboard.press('Control+Enter');
  return reason.length + 1;
}

async function chooseProcedure(page: Page, truth: SampleTruth): Promise<number> {
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(truth.procedureCode);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  return truth.procedureCode.length + 2;
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
