import { expect, test } from 'vitest';
import { SURE_CONFIDENCE } from '#lib/domain/metadata.ts';
import type { LearnedTemplates } from '#lib/protocol/corrections.ts';
import { learn } from '#lib/recognition/learned/learn.ts';
import { printedPage } from '#support/text-layers.ts';
import { fieldReader } from './read-fields.ts';

const agency = 'Ủy ban nhân dân xã Hòa Lộc';
const nothing = learn([]);
/** A name that the seal has half covered. */
const layers = [
  printedPage([
    ['ỦY BAN NHÂN DÂN XÃ HÒA LỘC', 0.1, 0.05],
    ['Số: 12/GXN-UBND', 0.1, 0.09],
    ['Hòa Lộc, ngày 14 tháng 02 năm 2023', 0.55, 0.09],
    ['GIẤY XÁC NHẬN', 0.4, 0.16],
    ['CHỦ TỊCH', 0.65, 0.7],
    ['Thị Lan Hương', 0.62, 0.85],
  ]),
];
const usual: LearnedTemplates = {
  ...nothing,
  learnedFrom: 12,
  values: [
    {
      key: 'signerName',
      agency: 'uy ban nhan dan xa hoa loc',
      of: '',
      value: 'Bùi Thị Lan Hương',
      cases: 12,
      firstOn: '2022-01-01',
      lastOn: '2024-01-01',
    },
  ],
};

test('what the unit learned is proposed with its reason', async () => {
  const { fields } = await fieldReader(async () => usual)(layers, null);
  expect(fields.issuingAgency?.value).toBe(agency);
  expect(fields.signerName?.value).toBe('Bùi Thị Lan Hương');
  expect(fields.signerName?.learned).toMatchObject({ kind: 'usual-value', cases: 12 });
});

test('without it, or before anything was learned, fields are as they were read', async () => {
  const plain = await fieldReader(async () => null)(layers, null);
  const empty = await fieldReader(async () => nothing)(layers, null);
  expect(plain.fields.signerName?.value).not.toBe('Bùi Thị Lan Hương');
  expect(plain.fields.signerName?.confidence ?? 0).toBeLessThan(SURE_CONFIDENCE);
  expect(empty).toEqual(plain);
});
