import { expect, test } from 'vitest';
import { metadataOf, emptyDraft } from './metadata.ts';
import { DEFAULT_RESULT_CODE_TEMPLATE, resultCode } from './result-code.ts';

const paper = {
  ...metadataOf(emptyDraft()),
  ownerIdentifier: '9901427509',
  paperTypeCode: 'GP',
  numberNotation: '05/GP-SVHTTDL',
  dossierCode: 'H99.12-230201-0007',
};

test('the practised code names owner, kind of paper and number', () => {
  expect(resultCode(DEFAULT_RESULT_CODE_TEMPLATE, paper)).toBe('9901427509.GP.05/GP-SVHTTDL');
});

test('the place of an owner without identifier stays blank (TT 01/2023 Đ10 k2)', () => {
  const unknown = { ...paper, ownerIdentifier: '' };
  expect(resultCode(DEFAULT_RESULT_CODE_TEMPLATE, unknown)).toBe('.GP.05/GP-SVHTTDL');
});

test('another template may name the dossier', () => {
  expect(resultCode('{dossierCode}-KQ', paper)).toBe('H99.12-230201-0007-KQ');
});
