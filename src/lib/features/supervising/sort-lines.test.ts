import { describe, expect, test } from 'vitest';
import type { RateLine } from '#lib/protocol/supervision.ts';
import { sortLines } from './sort-lines.ts';

function line(name: string, depth: number, rate: number | null): RateLine {
  const counts = { due: 0, digitized: 0, exempt: 0, targetPercent: null, remaining: 0 };
  return { id: name, name, code: null, group: '', depth, rate, ...counts };
}

const names = (lines: readonly RateLine[]) => lines.map(({ name }) => name);

describe('sorting the supervision table', () => {
  const tree = [
    line('Sở', 0, 60),
    line('Huyện B', 1, 40),
    line('Xã B1', 2, 10),
    line('Xã B2', 2, 70),
    line('Huyện A', 1, 55),
    line('Xã A1', 2, 55),
  ];

  test('keeps every unit under the unit it belongs to', () => {
    expect(names(sortLines(tree, { column: 'rate', isDescending: true }))).toEqual([
      'Sở',
      'Huyện A',
      'Xã A1',
      'Huyện B',
      'Xã B2',
      'Xã B1',
    ]);
  });

  test('puts lines without a rate last in both directions', () => {
    const flat = [line('a', 0, null), line('b', 0, 5), line('c', 0, 9)];
    expect(names(sortLines(flat, { column: 'rate', isDescending: false }))).toEqual([
      'b',
      'c',
      'a',
    ]);
    expect(names(sortLines(flat, { column: 'rate', isDescending: true }))).toEqual(['c', 'b', 'a']);
  });

  test('orders Vietnamese names as a Vietnamese reader does', () => {
    const flat = ['Đồng Tháp', 'Duyên Hải', 'Xã 10', 'Xã 9', 'Ân Thi'].map((name) =>
      line(name, 0, 1),
    );
    expect(names(sortLines(flat, { column: 'name', isDescending: false }))).toEqual([
      'Ân Thi',
      'Duyên Hải',
      'Đồng Tháp',
      'Xã 9',
      'Xã 10',
    ]);
  });

  test('leaves the order of the office alone when nothing is wished for', () => {
    expect(names(sortLines(tree, null))).toEqual(names(tree));
  });
});
