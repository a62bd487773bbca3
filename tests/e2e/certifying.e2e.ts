import { expect, test, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { signAsHolder } from '#support/bridge-signer.ts';
import { announcement, metadata } from '#support/announcement.ts';
import { scannedPdf } from '#support/signed-pdf.ts';
import { expectAccessible } from './accessibility.ts';
import { signIn } from './official.ts';
import { e2e } from './station-settings.ts';

const COUNT = 3;
const bridgeFolder = resolve(import.meta.dirname, '..', '..', e2e.dataDir, 'bridge');

/** The clerk's part: stored scans get the agency's signature by one consent, then their last level. */
test('the clerk certifies stored scans with one consent and raises them to B-LTA', async ({
  page,
}) => {
  await signIn(page, 'vanthu');
  const numbers = await storeScans(page);

  await test.step('the screen lists them, with the agency certificate at hand', async () => {
    await page.goto(`${e2e.origin}/certifying`);
    const pair = page.getByRole('button', { name: 'Ghép nối' });
    const ready = page.getByText('Đã kết nối', { exact: true });
    await expect(pair.or(ready).first()).toBeVisible();
    if (await pair.isVisible()) await pair.click();
    await expect(ready).toBeVisible();
    await expect(page.getByRole('radio').first()).toBeChecked();
    await expectAccessible(page);
  });

  await test.step('one consent signs them all', async () => {
    await choose(page, numbers);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(`Đã ký ${COUNT}/${COUNT}`)).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
  });

  await test.step('all signatures are raised to B-LTA', async () => {
    await page.getByLabel('Trạng thái').selectOption('certified');
    await choose(page, numbers);
    await page.getByRole('button', { name: `Nâng ${COUNT} tài liệu lên B-LTA` }).click();
    await expect(page.getByText(`Đã nâng mức ${COUNT}/${COUNT}`)).toBeVisible({ timeout: 60_000 });
    await expect(rowOf(page, numbers[0] ?? '').getByText('B-LTA')).toBeVisible();
  });

  await test.step('the document tells its versions, and the outside tools agree', async () => {
    await rowOf(page, numbers[0] ?? '')
      .getByRole('link')
      .click();
    await expect(page.getByRole('tab', { name: 'Biên nhận' })).toBeVisible();
    await page.getByRole('tab', { name: 'Biên nhận' }).click();
    await expect(page.getByText('Bản thứ 3')).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải PDF' }).click(),
    ]);
    const file = await download.path();
    expect(run('qpdf', ['--check', file])).toContain('No syntax or stream encoding errors found');
    const verdicts = run('pdfsig', ['-nocert', file]);
    expect(verdicts.match(/Signature is Valid/gu)?.length).toBeGreaterThanOrEqual(2);
    expect(run('pdftotext', [file, '-']).normalize('NFC')).toContain('SAO Y');
  });
});

const rowOf = (page: Page, number: string) => page.getByRole('row').filter({ hasText: number });

async function choose(page: Page, numbers: readonly string[]): Promise<void> {
  for (const number of numbers) await rowOf(page, number).getByRole('checkbox').check();
}

/** Scans that an official signed and sent, without the time that scanning them takes. */
async function storeScans(page: Page): Promise<string[]> {
  const numbers: string[] = [];
  for (let index = 0; index < COUNT; index++) {
    const numberNotation = `${7000 + index}/GP-SVHTTDL`;
    const scan = await scannedPdf();
    const { bytes, sha256 } = await signAsHolder(scan.bytes, bridgeFolder, 'Trần Minh Hà');
    const announced = announcement({
      documentId: randomUUID(),
      sha256,
      sizeBytes: bytes.byteLength,
      metadata: metadata({ numberNotation }),
    });
    const { documentId } = announced;
    const headers = { 'tus-resumable': '1.0.0', origin: e2e.origin };
    const id = Buffer.from(documentId).toString('base64');
    const answers = [
      await page.request.post(`${e2e.origin}/api/documents`, { data: announced }),
      await page.request.post(`${e2e.origin}/api/tus`, {
        headers: {
          ...headers,
          'upload-length': String(bytes.byteLength),
          'upload-metadata': `documentId ${id}`,
        },
      }),
      await page.request.patch(`${e2e.origin}/api/tus/${documentId}`, {
        headers: {
          ...headers,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
        data: Buffer.from(bytes),
      }),
      await page.request.post(`${e2e.origin}/api/documents/${documentId}/commit`, { data: {} }),
    ];
    for (const answer of answers) expect(answer.ok(), await answer.text()).toBe(true);
    numbers.push(numberNotation);
  }
  return numbers;
}

function run(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
