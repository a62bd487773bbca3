import { describe, expect, test } from 'vitest';
import { searchItems } from './combobox-search.ts';

const items = [
  { value: '1', label: 'Cấp giấy phép tổ chức biểu diễn nghệ thuật', detail: '1.009397' },
  { value: '2', label: 'Công nhận điểm du lịch', detail: '1.004528' },
  { value: '3', label: 'Cấp lại giấy chứng nhận đủ điều kiện kinh doanh', detail: '1.000883' },
];
const found = (query: string, limit = 10) =>
  searchItems(items, query, limit).map(({ value }) => value);

describe('searching a list of choices', () => {
  test('finds words without diacritics, đ as d, in any order', () => {
    expect(found('diem cong nhan')).toEqual(['2']);
    expect(found('dieu kien')).toEqual(['3']);
  });

  test('finds by code', () => {
    expect(found('009397')).toEqual(['1']);
  });

  test('puts what begins with the words first', () => {
    expect(found('cap')).toEqual(['1', '3']);
    expect(found('cap lai')).toEqual(['3']);
  });

  test('offers the beginning of the list before anything is typed', () => {
    expect(found('', 2)).toEqual(['1', '2']);
  });

  test('finds nothing where nothing fits', () => {
    expect(found('hộ tịch')).toEqual([]);
  });
});
