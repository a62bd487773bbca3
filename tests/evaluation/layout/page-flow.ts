import { textWidth, type TypeStyle } from './faces.ts';
import type { Layout } from './layout.ts';
import {
  styledWords,
  styleOf,
  wordsWidth,
  wrap,
  type StyledWord,
  type TextWeight,
} from './styled-text.ts';

export type Mark =
  | {
      kind: 'word';
      text: string;
      xPt: number;
      baselinePt: number;
      sizePt: number;
      style: TypeStyle;
    }
  | {
      kind: 'rule';
      x0Pt: number;
      y0Pt: number;
      x1Pt: number;
      y1Pt: number;
      widthPt: number;
      isDotted?: boolean;
    }
  | {
      kind: 'signature';
      centreXPt: number;
      centreYPt: number;
      nameYPt: number;
      signerName: string;
    };

type PlacedWord = {
  text: string;
  xPt: number;
  yPt: number;
  widthPt: number;
  heightPt: number;
  isHandwritten: boolean;
};
export type PlacedLine = { block: number; words: PlacedWord[] };
export type FlowPage = { widthPt: number; heightPt: number; marks: Mark[]; lines: PlacedLine[] };

export type Align = 'left' | 'centre' | 'right' | 'justify';
export type Span = { xPt: number; widthPt: number };

const a4 = { shortPt: 595.28, longPt: 841.89 };
const ASCENT = 0.74;
const HEIGHT = 0.98;

/** Places words and rules on sheets and keeps what truly stands where. */
export class PageFlow {
  readonly pages: FlowPage[] = [];
  readonly layout: Layout;
  /** Top of the next thing, from the top edge of the sheet. */
  yPt = 0;
  #block = 0;

  constructor(layout: Layout) {
    this.layout = layout;
    this.startPage();
  }

  get page(): FlowPage {
    const page = this.pages.at(-1);
    if (!page) throw new Error('A flow has at least one page');
    return page;
  }

  get text(): Span {
    const { leftPt, rightPt } = this.layout.margins;
    return { xPt: leftPt, widthPt: this.page.widthPt - leftPt - rightPt };
  }

  startPage(isLandscape = false): void {
    const widthPt = isLandscape ? a4.longPt : a4.shortPt;
    const heightPt = isLandscape ? a4.shortPt : a4.longPt;
    this.pages.push({ widthPt, heightPt, marks: [], lines: [] });
    this.yPt = this.layout.margins.topPt;
    this.#block += 1;
  }

  startBlock(): void {
    this.#block += 1;
  }

  /** Begins a page of the same format unless `heightPt` still fits. */
  reserve(heightPt: number): boolean {
    if (this.yPt + heightPt <= this.page.heightPt - this.layout.margins.bottomPt) return false;
    this.startPage(this.page.widthPt > this.page.heightPt);
    return true;
  }

  /** Wrapped text at the current height; goes on to the next page where it must. */
  paragraph(
    text: string,
    options: {
      weight?: TextWeight;
      sizePt?: number;
      align?: Align;
      indentPt?: number;
      span?: Span;
      gapPt?: number;
    } = {},
  ): void {
    const { layout } = this;
    const sizePt = options.sizePt ?? layout.sizePt;
    const span = options.span ?? this.text;
    const indent = options.indentPt ?? 0;
    const align = options.align ?? (layout.isJustified ? 'justify' : 'left');
    this.yPt += options.gapPt ?? 0;
    const lines = wrap(styledWords(text, layout, options.weight), sizePt, span.widthPt, indent);
    lines.forEach((line, i) => {
      this.reserve(sizePt * layout.lineSpacing);
      const shift = i === 0 ? indent : 0;
      this.wordLine(
        line.words,
        { xPt: span.xPt + shift, widthPt: span.widthPt - shift },
        sizePt,
        line.isLast && align === 'justify' ? 'left' : align,
      );
      this.yPt += sizePt * layout.lineSpacing;
    });
  }

  /** One line whose top is at `yPt`; moves nothing. */
  wordLine(
    words: readonly StyledWord[],
    span: Span,
    sizePt: number,
    align: Align,
    yPt = this.yPt,
  ): void {
    if (words.length === 0) return;
    const natural = wordsWidth(words, sizePt);
    const spare = span.widthPt - natural;
    const stretch = align === 'justify' && words.length > 1 ? spare / (words.length - 1) : 0;
    const shift = align === 'centre' ? spare / 2 : align === 'right' ? spare : 0;
    const line: PlacedLine = { block: this.#block, words: [] };
    let xPt = span.xPt + shift;
    for (const { text, style } of words) {
      const widthPt = textWidth(text, style, sizePt);
      const baselinePt = yPt + sizePt * ASCENT;
      this.page.marks.push({ kind: 'word', text, xPt, baselinePt, sizePt, style });
      line.words.push({
        text,
        xPt,
        yPt,
        widthPt,
        heightPt: sizePt * HEIGHT,
        isHandwritten: style.hand !== undefined,
      });
      xPt += widthPt + textWidth(' ', { ...style, hand: undefined }, sizePt) + stretch;
    }
    this.page.lines.push(line);
  }

  /** One line of text centred on `centrePt` at the current height. */
  centred(
    text: string,
    centrePt: number,
    sizePt: number,
    weight: TextWeight = 'regular',
    yPt = this.yPt,
  ): number {
    const words = styledWords(text, this.layout, weight);
    const widthPt = wordsWidth(words, sizePt);
    this.wordLine(words, { xPt: centrePt - widthPt / 2, widthPt }, sizePt, 'left', yPt);
    return widthPt;
  }

  rule(
    x0Pt: number,
    y0Pt: number,
    x1Pt: number,
    y1Pt: number,
    widthPt = 0.7,
    isDotted = false,
  ): void {
    this.page.marks.push({ kind: 'rule', x0Pt, y0Pt, x1Pt, y1Pt, widthPt, isDotted });
  }

  /** The line under letterhead and heading, as this office draws it. */
  ornament(centrePt: number, widthPt: number, yPt: number): void {
    const { rule } = this.layout;
    if (rule === 'line') this.rule(centrePt - widthPt / 2, yPt, centrePt + widthPt / 2, yPt);
    else if (rule !== 'none') {
      const sign = rule === 'dashes' ? '-' : '=';
      const style = styleOf(this.layout);
      const count = Math.max(4, Math.round(widthPt / textWidth(sign, style, 10)));
      const text = sign.repeat(count);
      const xPt = centrePt - textWidth(text, style, 10) / 2;
      // Drawn, but no words: nobody reads a row of dashes.
      this.page.marks.push({ kind: 'word', text, xPt, baselinePt: yPt + 4, sizePt: 10, style });
    }
  }
}
