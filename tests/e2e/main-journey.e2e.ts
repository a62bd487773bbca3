import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors } from '#lib/i18n/vi/errors.ts';
import { signing } from '#lib/i18n/vi/signing.ts';
import { expectAccessible } from './accessibility.ts';
import {
  digitizedCount,
  dropFiles,
  openNewBatch,
  pairIfAsked,
  samplesFolder,
  signIn,
  tagByKeyboard,
} from './official.ts';
import { foreignRequests } from './own-addresses.ts';
import { killServer } from './server-process.ts';
import { e2e } from './station-settings.ts';
import { chooseToken, insertUsbToken } from './usb-token.ts';

const MINUTE = 60_000;
const COUNT = 40;
/** Signatures after which the token is pulled out. */
const PULLED_AFTER = 17;
/** TT 15/2025/TT-BKHCN Đ6: what a checking program shows. */
const signatureFields = [
  'Cơ quan cấp chứng thư số',
  'Chủ thể ký',
  'Đơn vị quản lý chứng thư số',
  'Thời điểm ký',
  'Tính toàn vẹn của văn bản',
  'Hiệu lực của chứng thư tại thời điểm ký',
  'Thời hạn của chứng thư số',
];
const samples = readdirSync(samplesFolder).map((name) => join(samplesFolder, name));

/**
 * The main job as an official does it, on 40 scanned documents and with a USB token, with a reload, a
 * browser that is closed, a token that is pulled out and a server that is killed in between: nothing
 * is lost, and the percentage moves by 40.
 */
test('40 scans become signed records, and the percentage moves by exactly 40', async ({
  browser,
  launchOptions,
}) => {
  test.setTimeout(15 * MINUTE);
  const profile = mkdtempSync(join(tmpdir(), 'official-'));
  const foreign: string[] = [];
  const open = async (): Promise<BrowserContext> => {
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      viewport: { width: 1366, height: 768 },
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      acceptDownloads: true,
    });
    foreignRequests(context, foreign);
    return context;
  };

  await using token = await insertUsbToken({
    '9A': { commonName: 'Trần Minh Hà', keyType: 'rsa' },
  });
  const supervisor = await browser.newPage();
  await signIn(supervisor, 'giamsat');
  const before = await digitizedCount(supervisor);

  let context = await open();
  let page = context.pages()[0] ?? (await context.newPage());
  let batchUrl = '';
  const uploadedBytes = '**/api/tus/*';
  const serverIsDead = Promise.withResolvers<undefined>();
  await test.step('drop the samples into a new batch', async () => {
    await signIn(page, 'canbo');
    batchUrl = await openNewBatch(page);
    await dropFiles(page, samples);
    await expect(page.getByText('40 tài liệu, 70 trang')).toBeVisible({ timeout: 4 * MINUTE });
  });

  await test.step('a reload keeps all pages', async () => {
    await page.reload();
    await expect(page.getByText('40 tài liệu, 70 trang')).toBeVisible();
  });

  await test.step('a second tab on the batch is told so', async () => {
    const second = await context.newPage();
    await second.goto(batchUrl);
    await expect(second.getByText('Lô này đang mở ở một thẻ khác.')).toBeVisible();
    await second.close();
  });

  await test.step('recognition goes on after the browser was closed in the middle', async () => {
    await expect(page.getByText(/Nhận dạng ([2-9]|\d\d)\/70 trang/u)).toBeVisible({
      timeout: 2 * MINUTE,
    });
    await context.close();
    context = await open();
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(batchUrl);
    await expect(page.getByText('40 tài liệu, 70 trang')).toBeVisible();
    await expect(page.getByText(/Nhận dạng \d+\/70 trang/u)).toBeVisible();
    await expect(page.getByText(/Nhận dạng \d+\/70 trang/u)).toHaveCount(0, {
      timeout: 10 * MINUTE,
    });
  });

  await test.step('tag by keyboard', async () => {
    await expectAccessible(page);
    await page.getByRole('link', { name: /Gắn thông tin/u }).click();
    await expect(page.getByText('Xong 0/40')).toBeVisible();
    await expectAccessible(page);
    const { total } = await tagByKeyboard(page);
    test.info().annotations.push({ type: 'keys for 40 documents', description: String(total) });
  });

  await test.step('sign 40 documents with one PIN until the token is pulled out', async () => {
    await page.getByRole('link', { name: /Sang ký số/u }).click();
    await context.route(uploadedBytes, async (route) => {
      await serverIsDead.promise;
      // The page may have been left meanwhile, and its requests with it.
      await route.continue().catch(() => undefined);
    });
    await pairIfAsked(page);
    await chooseToken(page);
    token.card.removeAfterSignatures = PULLED_AFTER;
    await page.getByRole('button', { name: signing.sign(COUNT) }).click();
    await expectAccessible(page);
    await expect(page.getByText(signing.phases.stopped(PULLED_AFTER, COUNT))).toBeVisible({
      timeout: 3 * MINUTE,
    });
    const notice = page.getByRole('alert').filter({ hasText: errors.TOKEN_REMOVED.message });
    await expect(notice).toContainText(errors.TOKEN_REMOVED.remedy);
    await expectAccessible(page);
  });

  await test.step('put the token back and sign only the missing ones', async () => {
    token.card.removeAfterSignatures = null;
    await token.insert();
    await chooseToken(page);
    await page.getByRole('button', { name: signing.signMissing(COUNT - PULLED_AFTER) }).click();
    const done = signing.phases.done(COUNT - PULLED_AFTER, COUNT - PULLED_AFTER);
    await expect(page.getByText(done)).toBeVisible({ timeout: 3 * MINUTE });
    expect(token.card.signatureCount).toBe(COUNT);
    expect(token.card.pinChecks).toBe(2);
  });

  await test.step('the server dies while the documents are on their way', async () => {
    expect(await digitizedCount(supervisor)).toBe(before);
    killServer();
    serverIsDead.resolve(undefined);
    await context.unroute(uploadedBytes);
    await expect(async () => {
      await page.goto(`${e2e.origin}/queue`);
      await expect(page.getByText('0 chờ gửi · 0 đã nhận · 40 đã lưu vào kho')).toBeVisible({
        timeout: 20_000,
      });
    }).toPass({ timeout: 3 * MINUTE });
  });

  await test.step('the percentage moved by exactly 40', async () => {
    expect(await digitizedCount(supervisor)).toBe(before + 40);
    await supervisor.goto(`${e2e.origin}/supervision`);
    const shown = new Intl.NumberFormat('vi-VN').format(before + 40);
    await expect(supervisor.getByText(shown).first()).toBeVisible();
  });

  await test.step('a record is found without diacritics, verified and downloaded', async () => {
    await findInRepository(page);
  });

  expect(foreign).toEqual([]);
  await context.close();
  await supervisor.close();
  rmSync(profile, { recursive: true, force: true });
});

async function findInRepository(page: Page): Promise<void> {
  await page.goto(`${e2e.origin}/repository?q=${encodeURIComponent('du lich bien xanh')}`);
  await page.getByRole('link', { name: '05/GP-SVHTTDL' }).first().click();
  await expect(page.getByText('Chữ ký số hợp lệ').first()).toBeVisible();
  await expect(page.getByText('DEMO – không có giá trị pháp lý').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Chữ ký số' }).click();
  for (const field of signatureFields) {
    await expect(page.getByText(field, { exact: true }).first()).toBeVisible();
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Tải PDF' }).click(),
  ]);
  const file = await download.path();
  expect(run('qpdf', ['--check', file])).toContain('No syntax or stream encoding errors found');
  expect(run('pdftotext', [file, '-']).normalize('NFC')).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA');
  expect(run('pdfsig', ['-nocert', file])).toContain('Signature Validation: Signature is Valid.');
}

function run(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
