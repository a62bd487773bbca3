import { expect, it } from 'vitest';
import { compareNaturally } from './natural-order.ts';

it('sorts scanned files as a person would', () => {
  const names = ['SCAN_10.jpg', 'SCAN_2.jpg', 'scan_1.jpg', 'hồ sơ/2.png', 'hồ sơ/10.png'];
  expect(names.sort(compareNaturally)).toEqual([
    'hồ sơ/2.png',
    'hồ sơ/10.png',
    'scan_1.jpg',
    'SCAN_2.jpg',
    'SCAN_10.jpg',
  ]);
});

it('reads composed and decomposed Vietnamese names as the same', () => {
  expect(compareNaturally('Quyết định.pdf', 'Quyết định.pdf'.normalize('NFD'))).toBe(0);
});
