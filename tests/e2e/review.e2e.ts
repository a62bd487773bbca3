import { expect, test } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tagging } from '#lib/i18n/vi/tagging.ts';
import { expectAccessible } from './accessibility.ts';
import { dropFiles, openNewBatch, samplesFolder, signIn, tagByKeyboard } from './official.ts';

const MINUTE = 60_000;
/** Enough for a median, few enough to be read beside the other journeys. */
const COUNT = 12;
const samples = readdirSync(samplesFolder)
  .toSorted()
  .slice(0, COUNT)
  .map((name) => join(samplesFolder, name));

/** The official confirms what was read by Enter and touches only what is doubtful. */
test('the review of the samples costs at most three keys in the middle document', async ({
  page,
}) => {
  test.setTimeout(12 * MINUTE);
  await signIn(page, 'canbo');
  await openNewBatch(page);
  await dropFiles(page, samples);
  await expect(page.getByText(new RegExp(`^${COUNT} tài liệu, `, 'u'))).toBeVisible({
    timeout: 3 * MINUTE,
  });
  await expect(page.getByText(/Nhận dạng \d+\/\d+ trang/u)).toHaveCount(0, {
    timeout: 8 * MINUTE,
  });
  await page.getByRole('link', { name: /Gắn thông tin/u }).click();
  await expect(page.getByText(`Xong 0/${COUNT}`)).toBeVisible();
  await expectAccessible(page);

  const { perDocument } = await tagByKeyboard(page);
  for (const [fileName, keys] of perDocument) console.log(`${fileName}: ${keys} keys`);
  const counts = [...perDocument.values()].sort((a, b) => a - b);
  expect(counts).toHaveLength(COUNT);
  console.log(`median ${counts[Math.floor((COUNT - 1) / 2)]} keys`);
  expect(counts[0]).toBe(1);
  expect(counts[Math.floor((COUNT - 1) / 2)]).toBeLessThanOrEqual(3);
  await expectAccessible(page);

  // Everything can be taken back, also after the page was loaded anew.
  await page.reload();
  await expect(page.getByText(`Xong ${COUNT}/${COUNT}`)).toBeVisible();
  await expect(page.getByRole('button', { name: tagging.undo })).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(`Xong ${COUNT - 1}/${COUNT}`)).toBeVisible();
  // The step is on the disk before it can be done again.
  await expect(page.getByRole('button', { name: tagging.redo })).toBeEnabled();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText(`Xong ${COUNT}/${COUNT}`)).toBeVisible();
});
