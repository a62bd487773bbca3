import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isErrorCode } from '#lib/domain/app-error.ts';
import { errors } from '#lib/i18n/vi/errors.ts';
import { badInputs } from '#fixtures/bad-inputs.ts';
import { dropFiles, openNewBatch, signIn } from './official.ts';

/** What officials drop by mistake: each file is told by itself and leaves the rest alone. */
test('bad files are named with a remedy, good ones among them become documents', async ({
  page,
}) => {
  test.setTimeout(6 * 60_000);
  const inputs = await badInputs();
  const folder = mkdtempSync(join(tmpdir(), 'bad-inputs-'));
  try {
    for (const { name, bytes } of inputs) writeFileSync(join(folder, name), bytes);
    await signIn(page, 'canbo');
    await openNewBatch(page);
    await dropFiles(
      page,
      inputs.map(({ name }) => join(folder, name)),
    );

    const rejected = inputs.filter(({ expected }) => isErrorCode(expected));
    const taken = inputs.filter(({ expected }) => !isErrorCode(expected));
    await expect(page.getByText(`${rejected.length} tệp không nhập được`)).toBeVisible({
      timeout: 4 * 60_000,
    });
    for (const { name, expected } of rejected) {
      const line = page.getByRole('listitem').filter({ hasText: `${name} (` });
      const { message, remedy } = isErrorCode(expected) ? errors[expected] : errors.INVALID_INPUT;
      await expect(line).toContainText(message);
      await expect(line).toContainText(remedy);
    }
    for (const { name, expected } of taken) {
      const document = page.getByRole('group', { name: new RegExp(`: ${name},`, 'u') });
      await expect(document).toHaveCount(1, { timeout: 2 * 60_000 });
      if (expected === 'as-is') await expect(document).toContainText('giữ nguyên');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
