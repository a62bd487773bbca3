import { expect, test } from 'vitest';
import type { Procedure } from '#lib/domain/procedure.ts';
import { printedPage } from '#support/text-layers.ts';
import { proposeProcedure } from './propose-procedure.ts';

function procedure(code: string, name: string, resultKind: string): Procedure {
  return { id: code, code, name, field: 'Du lịch', resultKind };
}
const procedures = [
  procedure('2.001628', 'Cấp giấy phép kinh doanh dịch vụ lữ hành nội địa', 'Giấy phép'),
  procedure('2.001622', 'Cấp đổi giấy phép kinh doanh dịch vụ lữ hành nội địa', 'Giấy phép'),
  procedure('2.001611', 'Thu hồi GP lữ hành nội địa – chấm dứt hoạt động', 'Quyết định'),
  procedure('1.000953', 'Cấp GCN đủ điều kiện KD HĐTT đối với môn Yoga', 'Giấy chứng nhận'),
  procedure('1.000518', 'Cấp GCN đủ điều kiện KD HĐTT đối với môn Bóng đá', 'Giấy chứng nhận'),
];

function best(title: string, abstract: string, body = '') {
  const layers = [printedPage([[body || 'Nơi nhận:', 0.5, 0.5]])];
  const fields = {
    title: { value: title, confidence: 1 },
    abstract: { value: abstract, confidence: 1 },
  };
  return proposeProcedure({ layers, fields }, procedures)[0];
}

test('title and abstract tell the procedure, through the catalogue’s abbreviations', () => {
  const abstract = 'Đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bóng đá';

  const proposal = best('Giấy chứng nhận', abstract);

  expect(proposal?.procedure.code).toBe('1.000518');
  expect(proposal?.reasons).toEqual(['name', 'kind']);
});

test('what is done with the licence tells apart what else is named the same', () => {
  const about = 'kinh doanh dịch vụ lữ hành nội địa';

  expect(best('Giấy phép', `Kinh doanh ${about}`)?.procedure.code).toBe('2.001628');
  expect(best('Giấy phép', `${about} (cấp đổi)`)?.procedure.code).toBe('2.001622');
  expect(best('Quyết định', `Về việc thu hồi Giấy phép ${about}`)?.procedure.code).toBe('2.001611');
});

test('a code printed on the document decides', () => {
  const proposal = best('Giấy phép', 'Kinh doanh dịch vụ lữ hành', 'Mã thủ tục: 1.000953');

  expect(proposal).toMatchObject({ procedure: { code: '1.000953' }, score: 1 });
});

test('a document about something else gets no proposal', () => {
  expect(best('Biên bản', 'Họp giao ban tuần')).toBeUndefined();
});
