import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { signIn } from './official.ts';
import { e2e } from './station-settings.ts';

const pages = ['/batches', '/queue', '/repository', '/supervision', '/supervision/items'] as const;
const signatures = ['/signing-device', '/certifying', '/verification'] as const;
const checks = ['/checking', '/differences', '/learned'] as const;
const administration = ['/accounts', '/signing-profiles', '/trust-anchors', '/audit'] as const;
const all = [...pages, ...signatures, ...checks, ...administration];

/** Which pages each demo account may open. */
const allowed: Record<string, readonly string[]> = {
  canbo: ['/batches', '/queue', '/signing-device', '/checking', '/repository', '/verification'],
  vanthu: [
    '/batches',
    '/queue',
    '/signing-device',
    '/certifying',
    '/checking',
    '/repository',
    '/verification',
  ],
  lanhdao: ['/repository', '/verification', '/supervision', '/supervision/items'],
  giamsat: [
    '/repository',
    '/verification',
    '/supervision',
    '/supervision/items',
    '/differences',
    '/learned',
  ],
  quantri: ['/learned', '/accounts', '/signing-profiles', '/trust-anchors', '/audit'],
};

test('a person without a session is sent to the sign-in page', async ({ page }) => {
  for (const path of all) {
    await page.goto(path);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }
});

for (const [username, mayOpen] of Object.entries(allowed)) {
  test(`${username} opens only what the role allows`, async ({ page }) => {
    await signIn(page, username);
    for (const path of all) {
      const answer = await page.request.get(`${e2e.origin}${path}`);
      expect(`${path} ${answer.status()}`).toBe(`${path} ${mayOpen.includes(path) ? 200 : 403}`);
    }
  });
}

test('a wrong password is told with its remedy', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill('canbo');
  await page.getByLabel('Mật khẩu').fill('không phải mật khẩu');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page meets WCAG AA (${colorScheme})`, async ({ browser }) => {
    test.setTimeout(240_000);
    for (const username of ['vanthu', 'giamsat', 'quantri']) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: 1366, height: 768 },
      });
      const page = await context.newPage();
      await page.goto(`${e2e.origin}/sign-in`);
      await expectAccessible(page);
      await signIn(page, username);
      for (const path of allowed[username] ?? []) {
        await page.goto(`${e2e.origin}${path}`);
        await page.waitForLoadState('networkidle');
        await expectAccessible(page);
      }
      await context.close();
    }
  });
}

test('the language can be switched to English and back', async ({ page }) => {
  await signIn(page, 'giamsat');
  await page.context().addCookies([{ name: 'lang', value: 'en', url: e2e.origin }]);
  await page.goto('/supervision');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('link', { name: 'Supervision' }).first()).toBeVisible();
});
