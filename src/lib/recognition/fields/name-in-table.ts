import type { Box } from '#lib/domain/text-layer.ts';
import {
  fieldFrom,
  weighed,
  type DocumentText,
  type Fragment,
  type ReadField,
} from '../document-text.ts';
import { isSurname } from '../surnames.ts';
import { isTitleCase } from '../vietnamese.ts';

const label = /^\P{L}*ho\b.{0,20}\bten\b[^a-z]*$/u;
/** Extracts of marriages leave out whose number was not known: the other person may be meant. */
const TRUST = 0.85;

/**
 * Forms with a column for each person: the name in the column of the one whose number is given. Never
 * sure by itself, for the paper is the other one's as well.
 */
export function nameInTable(
  { pages }: DocumentText,
  identifier: ReadField | undefined,
): ReadField | undefined {
  const number = identifier?.place;
  const page = number && pages[number.pageIndex];
  const row = page?.find((fragment) => label.test(fragment.folded));
  if (!page || !row || number.box.y < row.box.y) return undefined;
  const [name, ...others] = page
    .filter((fragment) => isSameRow(fragment, row) && fragment.box.x > row.box.x + row.box.width)
    .filter(({ text }) => isTitleCase(text) && isSurname(text.split(' ')[0] ?? ''))
    .sort((a, b) => distance(a.box, number.box) - distance(b.box, number.box));
  if (!name) return undefined;
  const alternatives = others.map(({ text }) => text);
  return {
    ...weighed(fieldFrom(name.text, name.words, TRUST), { doubts: 2 }),
    ...(alternatives.length > 0 && { alternatives }),
  };
}

function isSameRow({ box }: Fragment, row: Fragment): boolean {
  return Math.abs(box.y + box.height / 2 - (row.box.y + row.box.height / 2)) < row.box.height / 2;
}

/** Between the left edges: cells of a column begin together. */
function distance(a: Box, b: Box): number {
  return Math.abs(a.x - b.x);
}
