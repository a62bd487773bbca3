import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { certifying } from '#lib/i18n/vi/certifying.ts';
import { shell } from '#lib/i18n/vi/shell.ts';
import { signing } from '#lib/i18n/vi/signing.ts';
import { validation } from '#lib/i18n/vi/validation.ts';
import { ValidationReportSchema } from '#lib/protocol/validation-report.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { judgeByOpenssl, judgeByPoppler } from '#support/signature-judges.ts';
import { expectAccessible } from './accessibility.ts';
import { pairIfAsked, signIn } from './official.ts';
import { foreignRequests } from './own-addresses.ts';
import { stationAuthority } from './station-authority.ts';
import { e2e } from './station-settings.ts';

const MINUTE = 60_000;
const COUNT = 40;
const official = 'Trần Minh Hà';
const agency = 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH';

/**
 * What the main journey stored is signed by the clerk for the agency with one consent and raised to
 * B-LTA; the app and the outside programs then agree on every signature.
 */
test('40 stored records become true copies of the agency, archived for the long term', async ({
  page,
}) => {
  test.setTimeout(6 * MINUTE);
  const foreign = foreignRequests(page.context());
  const authority = await stationAuthority();
  let documentIds: string[] = [];

  await test.step('the clerk finds them waiting', async () => {
    await signIn(page, 'vanthu');
    await page.getByRole('link', { name: shell.navigation.certifying }).click();
    await pairIfAsked(page);
    await page.getByRole('radio', { name: new RegExp(agency, 'u') }).check();
    documentIds = await chooseNewest(page);
    await expect(
      page.getByRole('radio', { name: certifying.copyForms['true-copy'] }),
    ).toBeChecked();
    await expectAccessible(page);
  });

  await test.step('signs all with one consent', async () => {
    await page.getByRole('button', { name: certifying.sign(COUNT) }).click();
    await expect(page.getByText(signing.phases.done(COUNT, COUNT))).toBeVisible({
      timeout: 2 * MINUTE,
    });
    await expectAccessible(page);
  });

  await test.step('raises all to B-LTA', async () => {
    await page.goto(`${e2e.origin}/certifying?state=level-low`);
    expect(await chooseNewest(page)).toEqual(documentIds);
    await page.getByRole('button', { name: certifying.extend(COUNT) }).click();
    await expect(page.getByText(certifying.extended(COUNT, COUNT))).toBeVisible({
      timeout: 3 * MINUTE,
    });
    await expectAccessible(page);
    await page.goto(`${e2e.origin}/certifying?state=level-low`);
    await expect(page.locator(`a[href="/repository/${documentIds[0]}"]`)).toHaveCount(0);
  });

  await test.step('every one of them is valid at B-LTA: the scan, the true copy, the timestamp', async () => {
    for (const documentId of documentIds) {
      const report = await serverVerdict(page, documentId);
      expect(report).toEqual({
        verdict: 'passed',
        signatures: [
          { subject: official, level: 'B-LTA', time: 'proven' },
          { subject: agency, level: 'B-LTA', time: 'proven' },
        ],
        areTimestampsPassed: true,
      });
    }
  });

  const [first = ''] = documentIds;
  await test.step('a person reads the same on the page of the document', async () => {
    await page.goto(`${e2e.origin}/repository/${first}`);
    await page.getByRole('tab', { name: 'Chữ ký số' }).click();
    await expect(page.getByText(validation.verdicts.passed.title).first()).toBeVisible({
      timeout: MINUTE,
    });
    const articles = page.getByRole('article');
    await expect(articles.filter({ hasText: official }).first()).toContainText(
      validation.levels['B-LTA'],
    );
    await expect(articles.filter({ hasText: agency }).first()).toContainText(
      validation.levels['B-LTA'],
    );
    await expect(articles.filter({ hasText: validation.signatures.timestamp })).not.toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step('the outside programs agree on what is downloaded', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải PDF' }).click(),
    ]);
    const pdf = readFileSync(await download.path());
    expect(judgeByPoppler(pdf, authority.certificate)).toEqual(
      [official, agency].map((signer) => ({ signer, isValid: true, isTrusted: true })),
    );
    const kinds = judgeByOpenssl(pdf, authority.certificate, new Date());
    expect(kinds.filter((kind) => kind === 'signature')).toHaveLength(2);
    expect(kinds.at(-1)).toBe('timestamp');
    expectArchivable(pdf);
  });
  expect(foreign).toEqual([]);
});

/** Chooses the records that were stored last; their ids, newest first. */
async function chooseNewest(page: Page): Promise<string[]> {
  const rows = page.getByRole('table', { name: certifying.documents }).locator('tbody tr');
  await expect(rows.nth(COUNT - 1)).toBeVisible();
  const documentIds: string[] = [];
  for (const row of (await rows.all()).slice(0, COUNT)) {
    await row.getByRole('checkbox').check();
    const address = await row.getByRole('link').getAttribute('href');
    documentIds.push(address?.split('/').at(-1) ?? '');
  }
  await expect(page.getByText(certifying.selected(COUNT), { exact: true })).toBeVisible();
  return documentIds;
}

async function serverVerdict(page: Page, documentId: string) {
  const answer = await page.request.get(`${e2e.origin}/api/documents/${documentId}/validation`);
  expect(answer.status()).toBe(200);
  const { verdict, signatures } = v.parse(ValidationReportSchema, await answer.json());
  const timestamps = signatures.filter(({ kind }) => kind === 'document-timestamp');
  return {
    verdict,
    signatures: signatures
      .filter(({ kind }) => kind === 'signature')
      .map(({ identity, level, time }) => ({
        subject: identity.certificate?.subject,
        level,
        time: time.state,
      })),
    areTimestampsPassed:
      timestamps.length > 0 && timestamps.every(({ indication }) => indication === 'passed'),
  };
}

/** Sound for qpdf, and still what PDF/A-2u says of itself; the words on the paper are searchable. */
function expectArchivable(pdf: Uint8Array): void {
  using folder = temporaryFolder();
  const file = folder.write('document.pdf', pdf);
  expect(qpdfComplaints(file)).toBe('');
  const metadata = runTool('pdfinfo', '-meta', file);
  expect(metadata).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(metadata).toContain('<pdfaid:conformance>U</pdfaid:conformance>');
  const text = runTool('pdftotext', '-f', '1', '-l', '1', file, '-').normalize('NFC');
  expect(text).toContain(certifying.copyForms['true-copy']);
  expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA');
}
