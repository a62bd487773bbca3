import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import { signingDevice } from '#lib/i18n/vi/signing-device.ts';
import { signing } from '#lib/i18n/vi/signing.ts';
import type { DemoSigner } from '#lib/pki/demo-authority.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { prepareBatch, testServer } from '#support/bridge.ts';
import type { VirtualCard } from '#support/virtual-card.ts';
import { expectAccessible } from './accessibility.ts';
import {
  dropFiles,
  openNewBatch,
  pairIfAsked,
  samplesFolder,
  signIn,
  tagByKeyboard,
} from './official.ts';
import { expectProblem, isReady, panel } from './signing-panel.ts';
import { foreignRequests } from './own-addresses.ts';
import { PersonAtPc } from './person-at-pc.ts';
import { restoreCertificates, revokeCertificate } from './station-authority.ts';
import { e2e } from './station-settings.ts';
import { insertUsbToken } from './usb-token.ts';

/**
 * What an official sees when signing does not go as it should: what happened, and what to do. Three
 * scans wait to be signed all the while; whatever was refused, none of them is lost.
 */
const COUNT = 3;
const papers = ['SCAN_0001.jpg', 'SCAN_0008.jpg', 'SCAN_0010.jpg'];
const official = 'Trần Minh Hà';
const wrongPin = '999999';

let pc: PersonAtPc;
let token: VirtualCard;
let context: BrowserContext;
let page: Page;
let signingUrl: string;
let foreign: string[];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(3 * 60_000);
  pc = new PersonAtPc();
  token = await insertUsbToken({ '9A': { commonName: official, keyType: 'rsa' } });
  context = await browser.newContext();
  foreign = foreignRequests(context);
  await pc.serve(context);
  page = await context.newPage();
  await signIn(page, 'canbo');
  signingUrl = await prepareDocuments(page);
});
test.beforeEach(async () => {
  // The bridge forgets how often its dialogs were turned away.
  await pc.startBridge();
  pc.dialog.answer = { pin: e2e.pin };
  pc.dialog.finalTry = 'stop';
  token.card.unblock();
  token.card.removeAfterSignatures = null;
  await token.insert();
});
test.afterAll(async () => {
  await context.close();
  await token.close();
  await pc[Symbol.asyncDispose]();
  expect(foreign).toEqual([]);
});

test('a cancelled dialog signs nothing; after two in a row the person has a rest', async () => {
  await open();
  pc.dialog.answer = 'cancel';
  await sign();
  await expectStopped('USER_CANCELLED');
  await sign();
  await expectStopped('USER_CANCELLED');
  const asked = pc.dialog.consents.length;
  await sign();
  await expectStopped('TOO_MANY_REQUESTS');
  expect(pc.dialog.consents).toHaveLength(asked);
});

test('a wrong PIN is told twice, then the last try is left to the person', async () => {
  await open();
  pc.dialog.answer = { pin: wrongPin };
  await sign();
  await expectStopped('PIN_INCORRECT');
  await sign();
  await expectStopped('PIN_INCORRECT');
  await expect(panel(page)).toContainText(signingDevice.token.pinStates.final);
  await sign();
  await expectStopped('PIN_FINAL_TRY');
  expect(token.card.triesLeft).toBe(1);
});

test('a locked token is told before anybody types a PIN', async () => {
  token.card.triesLeft = 0;
  await open();
  await expect(panel(page)).toContainText(signingDevice.token.pinStates.locked);
  const asked = pc.dialog.consents.length;
  await sign();
  await expectStopped('PIN_LOCKED');
  expect(pc.dialog.consents).toHaveLength(asked);
});

test('while another page signs, this one is told to wait', async () => {
  await open();
  const server = testServer();
  const other = pc.otherBrowser();
  await other.pair('Lê Thu An', server.serverKey, () => undefined);
  const certificate = await certificateOf(other);
  pc.dialog.answer = 'wait';
  const request = await prepareBatch(certificate, server, { origin: e2e.origin });
  const events = other.signBatch(request);
  expect((await events.next()).value).toEqual({ event: 'consent' });
  await sign();
  await expectStopped('BRIDGE_BUSY');
  await other.cancel(request.batchId);
  expect((await events.next()).value).toMatchObject({ error: { code: 'USER_CANCELLED' } });
});

test('a list that our server did not sign is not shown to anybody', async () => {
  await open();
  const asked = pc.dialog.consents.length;
  await page.route('**/api/signing/manifests', async (route) => {
    const answer = await route.fetch();
    const { manifest }: { manifest: string } = await answer.json();
    const [header, payload, signature = ''] = manifest.split('.');
    const forged = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    await route.fulfill({ json: { manifest: [header, payload, forged].join('.') } });
  });
  await sign();
  await expectStopped('MANIFEST_INVALID');
  await page.unroute('**/api/signing/manifests');
  expect(pc.dialog.consents).toHaveLength(asked);
});

test('a list that was used before is not accepted again', async () => {
  await open();
  let used: string | undefined;
  await page.route('**/api/signing/manifests', async (route) => {
    const answer = await route.fetch();
    const { manifest }: { manifest: string } = await answer.json();
    used ??= manifest;
    await route.fulfill({ json: { manifest: used } });
  });
  pc.dialog.answer = 'cancel';
  await sign();
  await expectStopped('USER_CANCELLED');
  const asked = pc.dialog.consents.length;
  await sign();
  await expectStopped('MANIFEST_INVALID');
  await page.unroute('**/api/signing/manifests');
  expect(pc.dialog.consents).toHaveLength(asked);
});

test('a request that was changed on its way is not this page any more', async () => {
  await open();
  const asked = pc.dialog.consents.length;
  const address = `${pc.usualUrl}/v1/batches`;
  await page.route(address, async (route) => {
    const body: { batchId: string } = route.request().postDataJSON();
    const changed = JSON.stringify({ ...body, batchId: randomUUID() });
    const url = route.request().url().replace(pc.usualUrl, pc.baseUrl);
    await route.continue({ url, postData: changed });
  });
  await sign();
  await expectStopped('BRIDGE_NOT_PAIRED');
  await page.unroute(address);
  expect(pc.dialog.consents).toHaveLength(asked);
});

test('a revoked certificate signs nothing', async () => {
  await exchangeToken();
  const asked = pc.dialog.consents.length;
  await revokeCertificate(token.certificates['9A'] ?? new Uint8Array());
  await open();
  await expect(panel(page)).toContainText(signingDevice.token.statuses.revoked('').trim());
  await pressSign();
  await expectProblem(page, 'CERTIFICATE_REVOKED');
  expect(pc.dialog.consents).toHaveLength(asked);
  await restoreCertificates();
  await exchangeToken();
});

test('where nobody can tell whether it was revoked, the official is warned and decides', async () => {
  await page.route(/\/api\/pki\/(ocsp|crl)/u, (route) => route.abort());
  await open();
  await pressSign();
  const question = page.getByRole('dialog', { name: signingDevice.question.title });
  await expect(question).toContainText(signingDevice.question.text(official));
  await expect(question).toContainText(signingDevice.question.law);
  await expectAccessible(page);
  const asked = pc.dialog.consents.length;
  await question.getByRole('button', { name: signingDevice.question.later }).click();
  await expect(question).toBeHidden();
  expect(pc.dialog.consents).toHaveLength(asked);

  pc.dialog.answer = 'cancel';
  await pressSign();
  await question.getByRole('button', { name: signingDevice.question.signAnyway }).click();
  await expectStopped('USER_CANCELLED');
  expect(pc.dialog.consents).toHaveLength(asked + 1);
  await page.unroute(/\/api\/pki\/(ocsp|crl)/u);
});

test('an expired certificate is told, and signs nothing', async () => {
  const year = 365 * 86_400_000;
  await exchangeToken({
    notBefore: new Date(Date.now() - 2 * year),
    notAfter: new Date(Date.now() - year),
  });
  await open();
  await expect(panel(page)).toContainText(signingDevice.token.expired);
  const asked = pc.dialog.consents.length;
  await pressSign();
  await expectProblem(page, 'CERTIFICATE_EXPIRED');
  expect(pc.dialog.consents).toHaveLength(asked);
  await exchangeToken();
});

test('the token pulled out keeps what was signed; the rest follows, and nothing is lost', async () => {
  await open();
  token.card.removeAfterSignatures = token.card.signatureCount + 1;
  await sign();
  await expectProblem(page, 'TOKEN_REMOVED');
  await expect(page.getByText(signing.phases.stopped(1, COUNT))).toBeVisible();
  token.card.removeAfterSignatures = null;
  await token.insert();
  await isReady(page);
  await page.getByRole('button', { name: signing.signMissing(COUNT - 1) }).click();
  await expect(page.getByText(signing.phases.done(COUNT - 1, COUNT - 1))).toBeVisible();
  await expect(page.getByText(signing.states.stored, { exact: true })).toHaveCount(COUNT, {
    timeout: 60_000,
  });
});

/** Scans and tags the documents; the address of the screen where they wait to be signed. */
async function prepareDocuments(of: Page): Promise<string> {
  await openNewBatch(of);
  await dropFiles(
    of,
    papers.map((name) => join(samplesFolder, name)),
  );
  await expect(of.getByText(/Nhận dạng \d+\/3 trang/u)).toBeVisible({ timeout: 60_000 });
  await expect(of.getByText(/Nhận dạng \d+\/3 trang/u)).toHaveCount(0, { timeout: 2 * 60_000 });
  await of.getByRole('link', { name: /Gắn thông tin/u }).click();
  await tagByKeyboard(of, { inventoryKey: 'F4' });
  await of.getByRole('link', { name: /Sang ký số/u }).click();
  await of.waitForURL(/\/signing$/u);
  return of.url();
}

/** Another token of the official in place of the one before. */
async function exchangeToken(certificate: Pick<DemoSigner, 'notBefore' | 'notAfter'> = {}) {
  await token.close();
  token = await insertUsbToken({ '9A': { commonName: official, keyType: 'ec', ...certificate } });
}

/** The signing screen as it is when an official comes back to it. */
async function open(): Promise<void> {
  await page.goto(signingUrl);
  await pairIfAsked(page);
  await isReady(page);
}

const signButton = () => page.getByRole('button', { name: signing.sign(COUNT) });

async function pressSign(): Promise<void> {
  await expect(signButton()).toBeEnabled();
  await signButton().click();
}

/** Until the list is with the bridge: what was said of the last attempt is gone then. */
async function sign(): Promise<void> {
  await Promise.all([page.waitForResponse('**/api/signing/manifests'), pressSign()]);
}

/** The run ended with this problem, and every document still waits to be signed. */
async function expectStopped(code: ErrorCode): Promise<void> {
  await expectProblem(page, code);
  await expect(page.getByText(signing.phases.stopped(0, COUNT))).toBeVisible();
  await expect(signButton()).toBeEnabled();
}

async function certificateOf(client: { certificates(): Promise<CertificateInfo[]> }) {
  const [certificate] = await client.certificates();
  if (!certificate) throw new Error('The token shows no certificate');
  return certificate;
}
