import { expect, test } from 'vitest';
import { separatorPages, type SheetPage } from './separator-pages.ts';

const sheet = (id: string, side?: SheetPage['side']): SheetPage => ({
  id,
  isBlank: false,
  isSheet: true,
  ...(side && { side }),
});
const blank = (id: string, side?: SheetPage['side']): SheetPage => ({
  ...sheet(id, side),
  isBlank: true,
  isSheet: false,
});
const text = (id: string): SheetPage => ({ ...sheet(id), isSheet: false });

test('a separator sheet goes with its blank back', () => {
  expect(separatorPages([text('1'), sheet('2', 'front'), blank('3', 'back'), text('4')])).toEqual([
    '2',
    '3',
  ]);
  expect(separatorPages([sheet('1'), blank('2'), text('3')])).toEqual(['1', '2']);
});

test('a sheet that lay face down goes with the blank side before it', () => {
  const pages = [text('1'), blank('2', 'front'), sheet('3', 'back'), blank('4', 'front')];
  expect(separatorPages(pages)).toEqual(['2', '3']);
});

test('blank backs of documents stay', () => {
  const pages = [text('1'), blank('2', 'back'), sheet('3', 'front'), text('4'), blank('5', 'back')];
  expect(separatorPages(pages)).toEqual(['3']);
});
