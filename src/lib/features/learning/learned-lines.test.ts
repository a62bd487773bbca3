import { expect, test } from 'vitest';
import { messagesIn } from '#lib/i18n/index.ts';
import type { LearnedReport } from '#lib/protocol/learning.ts';
import { learnedGroups } from './learned-lines.ts';

const words = { m: messagesIn('vi'), number: String, date: (date: string) => date };

const empty: LearnedReport = {
  orgUnitId: '',
  orgUnitName: '',
  orgUnits: [],
  templates: {
    version: 1,
    learnedFrom: 0,
    values: [],
    places: [],
    misreadings: [],
    procedures: [],
  },
  setting: { keepMonths: 36, keepCount: 5000 },
  agencies: [{ folded: 'so y te', name: 'Sở Y tế', documents: 12 }],
  procedures: [],
};

test('what was learned is told with how many documents of whom say so', () => {
  const usual = { agency: 'so y te', cases: 12, firstOn: '2023-01-02', lastOn: '2024-03-04' };
  const report = {
    ...empty,
    templates: {
      ...empty.templates,
      values: [
        { ...usual, key: 'signerName' as const, of: '', value: 'Lâm Thị Hai' },
        { ...usual, key: 'signerPosition' as const, of: 'lam thi hai', value: 'Giám đốc' },
      ],
    },
  };
  expect(learnedGroups(report, words)).toEqual([
    {
      name: 'Giá trị thường gặp',
      lines: [
        {
          what: 'Người ký thường là Lâm Thị Hai',
          why: '12 văn bản của Sở Y tế, từ 2023-01-02 đến 2024-03-04',
        },
        {
          what: 'Chức vụ người ký của Lâm Thị Hai thường là Giám đốc',
          why: '12 văn bản của Sở Y tế, từ 2023-01-02 đến 2024-03-04',
        },
      ],
    },
  ]);
});

test('nothing learned is nothing to tell', () => {
  expect(learnedGroups(empty, words)).toEqual([]);
});
