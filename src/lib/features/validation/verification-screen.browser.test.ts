import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import archivedUrl from '#fixtures/validated/archived.pdf?url';
import anchor from '#fixtures/validated/archived.anchor.json';
import { validatedAt } from '#fixtures/validated/archived.ts';
import { shadowAttacks } from '#fixtures/attacks/shadow.ts';
import { createVictim, signedAt } from '#fixtures/attacks/victim.ts';
import { DocumentCheck, MAX_CHECKED_BYTES } from '#lib/client/validating/document-check.svelte.ts';
import { validateInWorker } from '#lib/client/validating/validate-in-worker.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { encodeBase64 } from '#lib/protocol/base64.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import { show } from '#lib/ui/testing/show.ts';
import VerificationScreen from './VerificationScreen.svelte';

function trusting(certificate: string): TrustSettings {
  return {
    anchors: [
      {
        certificate,
        sha256: '0'.repeat(64),
        purposes: ['signing', 'timestamping'],
        provenance: null,
      },
    ],
    hasTimestampAuthority: false,
  };
}

function checkWith(trust: TrustSettings, now: Date): DocumentCheck {
  return new DocumentCheck({
    loadTrust: () => Promise.resolve(trust),
    validate: validateInWorker,
    now: () => now,
  });
}

async function archived(): Promise<File> {
  return new File([await (await fetch(archivedUrl)).blob()], 'giay-phep.pdf');
}

let replaced: { file: File; trust: TrustSettings };

beforeAll(async () => {
  const victim = await createVictim();
  const attack = shadowAttacks.find(({ expected }) => expected.changes?.includes('page-content'));
  if (!attack) throw new Error('no attack replaces the content of a page');
  const bytes = new Uint8Array(await attack.build(victim));
  replaced = {
    file: new File([bytes], 'quyet-dinh.pdf'),
    trust: trusting(encodeBase64(victim.trustAnchor)),
  };
});

beforeEach(() => {
  document.body.replaceChildren();
});

describe('the screen that checks signatures', () => {
  test('asks for a file, and says that it stays on this PC', async () => {
    await show(VerificationScreen, { check: checkWith(trusting(anchor.certificate), validatedAt) });

    await expect.element(page.getByText('Chưa có tệp nào để kiểm tra')).toBeVisible();
    await expect.element(page.getByText(/không gửi đi đâu/u)).toBeVisible();
    await expect.element(page.getByRole('button', { name: /Chọn tệp PDF/u })).toBeVisible();
  });

  test('tells of a sound document what the circular asks for', async () => {
    const check = checkWith(trusting(anchor.certificate), validatedAt);
    await show(VerificationScreen, { check });
    await check.check(await archived());

    await expect.element(page.getByRole('status').getByText('Chữ ký số hợp lệ')).toBeVisible();
    const terms = [...document.querySelectorAll('article dt')].map((term) => term.textContent);
    expect(terms.slice(0, 7)).toEqual([
      'Cơ quan cấp chứng thư số',
      'Chủ thể ký',
      'Đơn vị quản lý chứng thư số',
      'Thời điểm ký',
      'Tính toàn vẹn của văn bản',
      'Hiệu lực của chứng thư tại thời điểm ký',
      'Thời hạn của chứng thư số',
    ]);
    await expect.element(page.getByText('B-LTA: lưu trữ lâu dài').first()).toBeInTheDocument();
    expect(page.getByRole('article').elements()).toHaveLength(3);
  });

  test('marks the changed place of a tampered document beside what was signed', async () => {
    const check = checkWith(replaced.trust, signedAt);
    await show(VerificationScreen, { check });
    await check.check(replaced.file);

    await expect.element(page.getByText('Chữ ký số không hợp lệ')).toBeVisible();
    await expect
      .element(page.getByText('Sau khi ký, tệp bị thêm phần làm thay đổi những gì trang hiển thị.'))
      .toBeVisible();
    await expect.element(page.getByText('Bản khi ký (chữ ký 1)')).toBeVisible();
    await expect.element(page.getByText('Bản hiện tại')).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: /^Chỗ 1: Sửa nội dung trang/u }))
      .toBeVisible();
  });

  test('jumps through the marked places by keyboard', async () => {
    const check = checkWith(replaced.trust, signedAt);
    await show(VerificationScreen, { check });
    await check.check(replaced.file);
    const first = page.getByRole('button', { name: /^Chỗ 1:/u });
    await expect.element(first).toHaveAttribute('aria-pressed', 'true');

    await userEvent.keyboard('n');
    await expect
      .element(page.getByRole('button', { name: /^Chỗ 2:/u }))
      .toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('p');
    await expect.element(first).toHaveAttribute('aria-pressed', 'true');
  });

  test('leaves a signer open whom nobody trusts, and says what to do', async () => {
    const check = checkWith({ anchors: [], hasTimestampAuthority: false }, signedAt);
    await show(VerificationScreen, { check });
    await check.check(await archived());

    await expect.element(page.getByText('Chưa đủ cơ sở để kết luận')).toBeVisible();
    await expect
      .element(page.getByText(/Hỏi bộ phận quản trị để thêm tổ chức chứng thực/u).first())
      .toBeVisible();
  });

  test.each([
    ['a picture', new File(['JFIF'], 'anh.pdf'), 'Tệp này không phải là PDF.'],
    ['a broken file', new File(['%PDF-1.7\nstartxref\n3\n%%EOF'], 'hong.pdf'), 'Tệp PDF bị hỏng.'],
    ['half a file', new File(['%PDF-1.7\n1 0 obj'], 'dut.pdf'), 'Tệp PDF bị cắt mất phần cuối.'],
  ])('explains %s, and what to do', async (_, file, message) => {
    const check = checkWith(trusting(anchor.certificate), validatedAt);
    await show(VerificationScreen, { check });
    await check.check(file);

    await expect.element(page.getByRole('alert').getByText(message)).toBeVisible();
    await expect.element(page.getByRole('alert').getByText(/nơi gửi/u)).toBeVisible();
  });

  test('does not even open a file that is too large for a browser', async () => {
    const check = checkWith(trusting(anchor.certificate), validatedAt);
    const huge = new File([], 'lon.pdf');
    Object.defineProperty(huge, 'size', { value: MAX_CHECKED_BYTES + 1 });

    await check.check(huge);

    expect(check.problem).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  test('can be tried again when the server did not say whom to trust', async () => {
    let isReachable = false;
    const check = new DocumentCheck({
      loadTrust: () =>
        isReachable
          ? Promise.resolve(trusting(anchor.certificate))
          : Promise.reject(new AppError('SERVER_UNREACHABLE')),
      validate: validateInWorker,
      now: () => validatedAt,
    });
    await show(VerificationScreen, { check });
    await check.check(await archived());
    await expect.element(page.getByRole('alert')).toBeVisible();

    isReachable = true;
    await page.getByRole('button', { name: 'Thử lại' }).click();

    await expect.element(page.getByRole('status').getByText('Chữ ký số hợp lệ')).toBeVisible();
  });
});
