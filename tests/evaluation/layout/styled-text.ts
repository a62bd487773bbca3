import { textWidth, type TypeStyle } from './faces.ts';
import type { Layout } from './layout.ts';

export type StyledWord = { text: string; style: TypeStyle };
export type WordLine = { words: StyledWord[]; isLast: boolean };
export type TextWeight = 'regular' | 'bold' | 'italic' | 'bold-italic';

/** What a pen writes, marked so that the layout sets it in a hand. */
export function byHand(text: string): string {
  return `{{${text}}}`;
}

export function styleOf(layout: Layout, weight: TextWeight = 'regular'): TypeStyle {
  return {
    face: layout.face,
    isBold: weight === 'bold' || weight === 'bold-italic',
    isItalic: weight === 'italic' || weight === 'bold-italic',
  };
}

/** Words of a text in which `**…**` turns bold on and off and `{{…}}` is written by hand. */
export function styledWords(
  text: string,
  layout: Layout,
  weight: TextWeight = 'regular',
): StyledWord[] {
  const base = styleOf(layout, weight);
  const words: StyledWord[] = [];
  let isBold = base.isBold;
  let isByHand = false;
  for (const raw of text.normalize('NFC').split(/\s+/u)) {
    if (raw === '') continue;
    let word = raw;
    if (word.startsWith('**')) [isBold, word] = [true, word.slice(2)];
    if (word.startsWith('{{')) [isByHand, word] = [true, word.slice(2)];
    const endsBold = word.includes('**');
    const endsHand = word.includes('}}');
    word = word.replaceAll('**', '').replaceAll('}}', '');
    const style = { ...base, isBold, ...(isByHand ? { hand: layout.hand } : {}) };
    if (word !== '') words.push({ text: word, style });
    if (endsBold) isBold = base.isBold;
    if (endsHand) isByHand = false;
  }
  return words;
}

export function wordsWidth(words: readonly StyledWord[], sizePt: number): number {
  return words.reduce(
    (sum, { text, style }, i) =>
      sum +
      textWidth(text, style, sizePt) +
      (i > 0 ? textWidth(' ', { ...style, hand: undefined }, sizePt) : 0),
    0,
  );
}

/** Breaks words into lines of `widthPt`, the first one shorter by `indentPt`. */
export function wrap(
  words: readonly StyledWord[],
  sizePt: number,
  widthPt: number,
  indentPt = 0,
): WordLine[] {
  const lines: StyledWord[][] = [[]];
  for (const word of words) {
    const line = lines.at(-1) ?? [];
    const room = widthPt - (lines.length === 1 ? indentPt : 0);
    if (line.length > 0 && wordsWidth([...line, word], sizePt) > room) lines.push([word]);
    else line.push(word);
  }
  return lines.map((line, i) => ({ words: line, isLast: i === lines.length - 1 }));
}
