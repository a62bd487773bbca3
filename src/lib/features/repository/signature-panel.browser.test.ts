import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { SignatureSummary } from '#lib/protocol/documents.ts';
import { show } from '#lib/ui/testing/show.ts';
import SignaturePanel from './SignaturePanel.svelte';

const sound: SignatureSummary = {
  isValid: true,
  issuer: 'CA phục vụ các cơ quan Nhà nước',
  subject: 'Trần Minh Hà',
  managingUnit: 'Sở Văn hóa, Thể thao và Du lịch',
  signedAt: '2026-11-22T02:30:00Z',
  isIntact: true,
  isTrusted: true,
  wasValidAtSigning: true,
  notBefore: '2025-01-15T00:00:00Z',
  notAfter: '2028-01-15T00:00:00Z',
  certificateSha256: 'ab'.repeat(32),
  isDemo: false,
};

/** Term → what stands beside it. */
function rows(): Record<string, string> {
  const terms = [...document.querySelectorAll('dt')].map((term) => [
    term.textContent.trim(),
    term.nextElementSibling?.textContent.trim() ?? '',
  ]);
  return Object.fromEntries(terms);
}

describe('the signature panel', () => {
  test('shows in Vietnamese everything that TT 15/2025/TT-BKHCN Article 6 asks for', async () => {
    await show(SignaturePanel, { signatures: [sound] });
    await expect.element(page.getByText('Chữ ký số hợp lệ')).toBeVisible();
    expect(rows()).toMatchObject({
      'Cơ quan cấp chứng thư số': 'CA phục vụ các cơ quan Nhà nước',
      'Chủ thể ký': 'Trần Minh Hà',
      'Đơn vị quản lý chứng thư số': 'Sở Văn hóa, Thể thao và Du lịch',
      'Thời điểm ký': '22/11/2026 09:30',
      'Tính toàn vẹn của văn bản': 'Toàn vẹn: nội dung không đổi kể từ khi ký',
      'Hiệu lực của chứng thư tại thời điểm ký': 'Còn hiệu lực tại thời điểm ký',
      'Thời hạn của chứng thư số': '15/01/2025 – 15/01/2028',
    });
    await expect.element(page.getByText('DEMO – không có giá trị pháp lý')).not.toBeInTheDocument();
  });

  test('says in words what is wrong with a signature', async () => {
    const broken = { ...sound, isValid: false, isIntact: false, isTrusted: false };
    await show(SignaturePanel, { signatures: [broken] });
    await expect.element(page.getByText('Chữ ký số không hợp lệ')).toBeVisible();
    expect(rows()).toMatchObject({
      'Tính toàn vẹn của văn bản': 'Không toàn vẹn: nội dung đã đổi sau khi ký',
      'Tổ chức chứng thực': 'Chưa được tin cậy',
    });
  });

  test('marks every demonstration certificate', async () => {
    await show(SignaturePanel, { signatures: [{ ...sound, isDemo: true }] });
    await expect.element(page.getByText('DEMO – không có giá trị pháp lý')).toBeVisible();
  });

  test('tells an unsigned file from one that has not arrived', async () => {
    await show(SignaturePanel, { signatures: [] });
    await expect.element(page.getByText('Tệp này không có chữ ký số.')).toBeVisible();
    document.body.replaceChildren();
    await show(SignaturePanel, { signatures: null });
    await expect.element(page.getByText('Chữ ký được kiểm tra khi tệp lưu vào kho.')).toBeVisible();
  });
});
