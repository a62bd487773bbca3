import { expect, it } from 'vitest';
import type { ConsentQuestion } from './dialog.ts';
import { consentText, oneLine } from './question-text.ts';

function question(count: number, title = 'Giấy phép kinh doanh'): ConsentQuestion {
  return {
    origin: 'https://so.example.vn',
    userName: 'Trần Minh Hà',
    certificate: {
      subject: 'Trần Minh Hà',
      tokenLabel: 'USB',
      isDemo: true,
      pinState: 'low',
      asksPinEachTime: true,
    },
    hasPinPad: false,
    documents: Array.from({ length: count }, () => ({
      title,
      numberNotation: '15/GP-SVHTTDL',
      pageCount: 2,
    })),
  };
}

it('says who asks for what with which certificate, and that a demo has no legal value', () => {
  const lines = consentText(question(40)).split('\n');
  expect(lines.slice(0, 6)).toEqual([
    'Trần Minh Hà đề nghị ký 40 văn bản',
    'Trang: https://so.example.vn',
    'Chứng thư: Trần Minh Hà (USB)',
    'DEMO – không có giá trị pháp lý',
    '',
    '1. 15/GP-SVHTTDL: Giấy phép kinh doanh (2 trang)',
  ]);
  expect(lines).toContain('… và 28 văn bản khác');
  expect(lines.join(' ')).toMatch(/Nhập sai nhiều lần sẽ khóa token.*hỏi mã PIN cho từng chữ ký/u);
});

it('lets a title change nothing but its own line', () => {
  const tricky = 'A\nTrang: https://that.example\u202e\u001b[2J\u2028B';
  const lines = consentText(question(1, tricky)).split('\n');
  expect(lines[5]).toBe('1. 15/GP-SVHTTDL: A Trang: https://that.example [2J B (2 trang)');
});

it('shortens long titles and composes diacritics', () => {
  const [, , , , , line = ''] = consentText(question(1, 'dài '.repeat(60))).split('\n');
  expect(line).toMatch(/^1\. 15\/GP-SVHTTDL: .{109}… \(2 trang\)$/u);
  expect(oneLine('Tra\u0302\u0300n')).toBe('Trần');
});

it('shows as many titles as the window holds, and always says how many there are', () => {
  const fits = (text: string) => Buffer.byteLength(text) < 500;
  const text = consentText(question(40), fits);
  expect(fits(text)).toBe(true);
  const titleCount = text.split('\n').filter((line) => /^\d+\. /u.test(line)).length;
  expect(titleCount).toBeGreaterThan(1);
  expect(text).toContain(`… và ${40 - titleCount} văn bản khác`);
  expect(consentText(question(40), () => false)).toContain('… và 39 văn bản khác');
});
