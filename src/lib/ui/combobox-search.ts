import { foldDiacritics } from '#lib/domain/fold.ts';

export type ComboboxItem = {
  value: string;
  label: string;
  /** Second line: code, field. Searched too. */
  detail?: string;
};

/** Items with every typed word in label or detail, without diacritics; those that begin so come first. */
export function searchItems<Item extends ComboboxItem>(
  items: readonly Item[],
  query: string,
  limit: number,
): Item[] {
  const folded = foldDiacritics(query);
  if (folded === '') return items.slice(0, limit);
  const words = folded.split(' ');
  const starting: Item[] = [];
  const containing: Item[] = [];
  for (const item of items) {
    const text = foldDiacritics(`${item.label} ${item.detail ?? ''}`);
    if (!words.every((word) => text.includes(word))) continue;
    (text.startsWith(folded) ? starting : containing).push(item);
  }
  return [...starting, ...containing].slice(0, limit);
}
