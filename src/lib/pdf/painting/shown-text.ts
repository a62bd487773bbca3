import type { Matrix } from '../reading/page-content.ts';
import type { TextFont } from '../text/text-font.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { PaintedWord } from './painted.ts';
import { polygonOf, transformed, type Polygon } from './shapes.ts';

export type ShownText = {
  text: string;
  words: readonly PaintedWord[];
  /** Nothing but spaces. */
  isBlank: boolean;
  /** How far the text goes on, in text space. */
  advance: number;
};

type TextState = Pick<GraphicsState, 'fontSize' | 'spacing' | 'wordSpacing' | 'scaling' | 'rise'>;

/** What showing a string paints (ISO 32000-1 §9.4.4). `onPage`: from text space to the page. */
export function readShown(
  string: Uint8Array,
  font: TextFont,
  state: TextState,
  onPage: Matrix,
): ShownText {
  const { fontSize, scaling } = state;
  const words: PaintedWord[] = [];
  let word: { text: string; from: number; to: number } | null = null;
  let text = '';
  let isBlank = true;
  let advance = 0;
  const close = () => {
    if (!word) return;
    const box = textBox(word.from, word.to, font, state, onPage, 1);
    words.push({ text: word.text.normalize('NFC'), box });
    word = null;
  };
  for (const glyph of font.glyphs(string)) {
    const end = advance + glyph.advance * fontSize * scaling;
    if (isSpace(glyph.text)) close();
    else if (word) word = { text: word.text + glyph.text, from: word.from, to: end };
    else word = { text: glyph.text, from: advance, to: end };
    isBlank &&= isSpace(glyph.text);
    text += glyph.text;
    const spacing = state.spacing + (glyph.isWordSpace ? state.wordSpacing : 0);
    advance = end + spacing * scaling;
  }
  close();
  return { text, words, isBlank, advance };
}

/** From one place of a line of text to another; `share` of the heights of the font. */
export function textBox(
  from: number,
  to: number,
  { ascent, descent }: TextFont,
  { fontSize, rise }: TextState,
  onPage: Matrix,
  share: number,
): Polygon {
  const low = rise - descent * fontSize * share;
  const high = rise + ascent * fontSize * share;
  return transformed(polygonOf(from, low, to, high), onPage);
}

/** A glyph that nobody can name is no space. */
function isSpace(text: string): boolean {
  return text !== '' && text.trim() === '';
}
