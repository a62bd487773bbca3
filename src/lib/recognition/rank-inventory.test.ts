import { expect, test } from 'vitest';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import { rankInventory } from './rank-inventory.ts';

const item: InventoryItem = {
  id: 'a',
  orgUnitId: 'u',
  procedureId: 'karaoke',
  numberNotation: '5/GP-SVHTTDL',
  issuedOn: '2023-02-14',
  ownerName: 'Công ty TNHH Du lịch Biển Xanh',
  ownerIdentifier: '0100109106',
  dossierCode: 'H99.12-230201-0007',
  state: 'due',
};
const read = {
  numberNotation: '05/GP–SVHTTDL',
  issuedOn: '2023-02-14',
  ownerName: 'Cong ty TNHH Du lịch Biển Xanh',
  ownerIdentifier: '0100109106',
  dossierCode: 'H99.12-230201-0007',
};
const blank = {
  numberNotation: '',
  issuedOn: '',
  ownerName: '',
  ownerIdentifier: '',
  dossierCode: '',
};

test('an item that agrees in everything is unique, with its reasons strongest first', () => {
  const other = {
    ...item,
    id: 'b',
    numberNotation: '6/GP-SVHTTDL',
    dossierCode: 'H99.12-230201-0008',
  };

  const [best, second] = rankInventory(read, 'karaoke', [other, item]);

  expect(best).toMatchObject({
    item: { id: 'a' },
    score: 1,
    isUnique: true,
    reasons: ['number', 'dossier', 'identifier', 'owner', 'date', 'procedure'],
  });
  expect(second?.isUnique).toBe(false);
});

test('one key never accepts what a printed number contradicts', () => {
  const other = { ...item, numberNotation: '77/GP-SVHTTDL' };

  expect(rankInventory(read, 'karaoke', [other])[0]).toMatchObject({ isUnique: false });
});

test('two items that fit alike are both proposed and neither is unique', () => {
  const twin = { ...item, id: 'b' };

  const candidates = rankInventory(read, null, [item, twin]);

  expect(candidates.map((candidate) => candidate.isUnique)).toEqual([false, false]);
});

test('a number alone is not enough for one key: other agencies have the same', () => {
  const onlyNumber = { ...blank, numberNotation: '05/GP-SVHTTDL' };

  expect(rankInventory(onlyNumber, null, [item])[0]).toMatchObject({
    reasons: ['number'],
    isUnique: false,
  });
});

test('nothing read matches nothing, and what is digitized or exempt is not proposed', () => {
  expect(rankInventory(blank, 'karaoke', [item])).toEqual([]);
  expect(
    rankInventory(read, 'karaoke', [
      { ...item, state: 'digitized' },
      { ...item, state: 'exempt' },
    ]),
  ).toEqual([]);
});

test('a misread digit still finds the item, and is never accepted by one key', () => {
  const misread = { ...read, numberNotation: '05/GP-SVHTTDI' };

  const [best] = rankInventory(misread, 'karaoke', [item]);

  expect(best).toMatchObject({ item: { id: 'a' }, nearly: ['number'], isUnique: false });
  expect(best?.reasons).toContain('dossier');
  expect(best?.contradictions).toEqual([]);
});

test('tells what contradicts', () => {
  const other = { ...item, numberNotation: '77/GP-SVHTTDL' };

  expect(rankInventory(read, 'karaoke', [other])[0]?.contradictions).toEqual(['number']);
});
