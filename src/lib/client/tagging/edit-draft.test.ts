import { expect, test } from 'vitest';
import { emptyDraft, fieldValue, type MetadataDraft } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import {
  confirmField,
  corroborate,
  revertField,
  typeValue,
  withPaperTypeCode,
} from './edit-draft.ts';

const draft: MetadataDraft = {
  ...emptyDraft(),
  ownerName: { recognized: { value: 'Nguyễn Văn An', confidence: 0.7 }, isConfirmed: false },
  numberNotation: { recognized: { value: '5/GP-SVHTTDL', confidence: 0.8 }, isConfirmed: false },
  issuedOn: { recognized: { value: '2023-02-11', confidence: 0.5 }, isConfirmed: false },
};

const item: InventoryItem = {
  id: 'i',
  orgUnitId: 'o',
  procedureId: 'p',
  numberNotation: '05/GP-SVHTTDL',
  issuedOn: '2023-02-14',
  ownerName: 'NGUYỄN VĂN AN',
  ownerIdentifier: '079203001234',
  dossierCode: '',
  state: 'due',
};

test('a correction stands beside what was recognized, and can be taken back', () => {
  const typed = typeValue(draft, 'ownerName', '  Nguyễn  Văn Ân ');
  expect(typed.ownerName).toEqual({
    recognized: { value: 'Nguyễn Văn An', confidence: 0.7 },
    typed: 'Nguyễn Văn Ân',
    isConfirmed: false,
  });
  expect(revertField(typed, 'ownerName')).toEqual(draft);
});

test('typing the recognized value confirms it', () => {
  expect(typeValue(draft, 'ownerName', 'Nguyễn Văn An').ownerName).toEqual({
    recognized: { value: 'Nguyễn Văn An', confidence: 0.7 },
    isConfirmed: true,
  });
});

test('clearing a field is a correction, too', () => {
  expect(fieldValue(typeValue(draft, 'ownerName', '').ownerName)).toBe('');
});

test('an inventory item confirms what agrees, fills what is empty and leaves what differs', () => {
  const result = corroborate(draft, item);
  expect(result.ownerName).toEqual({ ...draft.ownerName, isConfirmed: true });
  expect(result.numberNotation.isConfirmed).toBe(true);
  expect(result.ownerIdentifier).toEqual({ typed: '079203001234', isConfirmed: true });
  expect(result.issuedOn).toEqual(draft.issuedOn);
  expect(result.dossierCode).toEqual(draft.dossierCode);
});

test('the paper type code follows the title, else the procedure, and is never overwritten', () => {
  const titled = typeValue(draft, 'title', 'Giấy chứng nhận');
  expect(fieldValue(withPaperTypeCode(titled, undefined).paperTypeCode)).toBe('GCN');
  expect(fieldValue(withPaperTypeCode(draft, { resultKind: 'Giấy phép' }).paperTypeCode)).toBe(
    'GP',
  );
  const typed = typeValue(titled, 'paperTypeCode', 'KQ.X');
  expect(withPaperTypeCode(typed, undefined)).toBe(typed);
  const cleared = typeValue(titled, 'paperTypeCode', '');
  expect(
    withPaperTypeCode(confirmField(cleared, 'paperTypeCode'), undefined).paperTypeCode.typed,
  ).toBe('');
});
