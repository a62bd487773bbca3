import { expect, test, type Page } from '@playwright/test';
import { validation } from '#lib/i18n/vi/validation.ts';
import { createVictim, victimField, type Victim } from '#fixtures/attacks/attacks.ts';
import { decisionNumbers, decisionPdf } from '#fixtures/attacks/decision.ts';
import { appended, exchanged, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { shadowAttacks } from '#fixtures/attacks/shadow.ts';
import { expectAccessible } from './accessibility.ts';
import { foreignRequests } from './own-addresses.ts';
import { signIn } from './official.ts';
import { stationAuthority } from './station-authority.ts';

/** Somebody whose certificate this station trusts. */
let leader: Victim;
let signed: Uint8Array;
let page: Page;
let foreign: string[];

test.describe.configure({ mode: 'default' });

test.beforeAll(async ({ browser }) => {
  leader = await createVictim('Nguyễn Văn Lãnh Đạo', {
    authority: await stationAuthority(),
    at: new Date(),
  });
  signed = await leader.sign(decisionPdf(), { fieldName: victimField });
  const context = await browser.newContext();
  foreign = foreignRequests(context);
  page = await context.newPage();
  await signIn(page, 'canbo');
  await page.getByRole('link', { name: validation.title }).click();
  await expect(page.getByText(validation.screen.emptyTitle)).toBeVisible();
});
test.afterEach(() => expectAccessible(page));
test.afterAll(async () => {
  await page.context().close();
  expect(foreign).toEqual([]);
});

test('a sound document is valid, with who signed and when', async () => {
  await expectAccessible(page);
  await drop('quyet-dinh.pdf', signed);
  await expectVerdict('passed');
  const signature = page.getByRole('article');
  await expect(signature).toContainText('Nguyễn Văn Lãnh Đạo');
  await expect(signature).toContainText(validation.states.integrity.intact);
  await expect(signature).toContainText(validation.states.revocation.good);
});

test('a document whose bytes were exchanged is not, and the page says why and what to do', async () => {
  await drop('bi-sua.pdf', exchanged(signed, 'chap thuan)', 'TU CHOI)  '));
  await expectVerdict('failed');
  await expectReason('CONTENT_CHANGED');
});

test('what was appended after signing is marked on the page, beside what was signed', async () => {
  const refusal = rawStream('BT /F1 14 Tf 100 700 Td (QUYET DINH so 15: TU CHOI) Tj ET');
  await drop('bi-them.pdf', appended(signed, { [decisionNumbers.firstContent]: refusal }));
  await expectVerdict('failed');
  await expectReason('CHANGED_AFTER_SIGNING');
  const what = validation.changes.kinds['page-content'];
  await expect(page.getByRole('article')).toContainText(what);
  await expect(page.getByRole('button', { name: validation.preview.mark(1, what) })).toBeVisible();
  await expect(page.getByText(validation.preview.signed(1))).toBeVisible();
  await expect(page.getByText(validation.preview.current)).toBeVisible();
});

test('content that waited under the signature is found, whatever was done with it since', async () => {
  const attack = shadowAttacks.find(({ name }) => name.includes('text under a stamp'));
  if (!attack?.prepare) throw new Error('The attack is gone');
  await drop('co-noi-dung-an.pdf', await leader.sign(attack.prepare(), { fieldName: victimField }));
  const found = page.getByRole('region', { name: validation.shadow.heading });
  await expect(found).toContainText(validation.shadow.kinds['covering-annotation']);

  await drop('bi-trao.pdf', await attack.build(leader));
  await expectVerdict('failed');
  await expectReason('CHANGED_AFTER_SIGNING');
  await expect(page.getByRole('button', { name: /^Chỗ 1: / })).toBeVisible();
});

test('a document of a stranger is read, but nobody vouches for the signer', async () => {
  const stranger = await createVictim('Người Lạ', { at: new Date() });
  await drop('noi-khac.pdf', await stranger.sign(decisionPdf(), { fieldName: victimField }));
  await expectVerdict('indeterminate');
  await expectReason('CERTIFICATE_UNTRUSTED');
  await expect(page.getByRole('article')).toContainText(validation.states.integrity.intact);
});

test('a document without signatures is told so', async () => {
  await drop('chua-ky.pdf', decisionPdf());
  await expectVerdict('unsigned');
});

test('what is no PDF is told with its remedy, and the next file is checked as usual', async () => {
  await drop('anh.pdf', new TextEncoder().encode('Không phải PDF'));
  const problem = page.getByRole('alert');
  await expect(problem).toContainText(validation.fileProblems.NOT_A_PDF.message);
  await expect(problem).toContainText(validation.fileProblems.NOT_A_PDF.remedy);
  await drop('quyet-dinh.pdf', signed);
  await expectVerdict('passed');
});

/** As a person drops a file from the desktop anywhere on the page. */
async function drop(fileName: string, bytes: Uint8Array): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ name, content }) => {
      const data = new DataTransfer();
      const octets = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      data.items.add(new File([octets], name, { type: 'application/pdf' }));
      return data;
    },
    { name: fileName, content: base64 },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText(fileName, { exact: true })).toBeVisible();
}

async function expectVerdict(verdict: keyof typeof validation.verdicts): Promise<void> {
  const { title, text } = validation.verdicts[verdict];
  const shown = page.getByRole('status').filter({ hasText: title });
  await expect(shown).toBeVisible({ timeout: 60_000 });
  await expect(shown).toContainText(text);
}

async function expectReason(reason: keyof typeof validation.reasons): Promise<void> {
  const { what, remedy } = validation.reasons[reason];
  await expect(page.getByRole('article')).toContainText(what);
  await expect(page.getByRole('article')).toContainText(remedy);
}
