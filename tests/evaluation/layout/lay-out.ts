import type { Composition } from '../documents/composition.ts';
import { textWidth } from './faces.ts';
import type { Layout } from './layout.ts';
import { PageFlow, type FlowPage } from './page-flow.ts';
import { setBlock } from './set-block.ts';
import { setClosing } from './set-closing.ts';
import { styledWords, styleOf, wordsWidth, wrap, type TextWeight } from './styled-text.ts';

/** Sets a composition on sheets of A4. */
export function layOut(composition: Composition, layout: Layout): FlowPage[] {
  const flow = new PageFlow(layout);
  if (layout.hasFrame) frame(flow);
  letterhead(flow, composition);
  ornament(flow);
  heading(flow, composition);
  flow.startBlock();
  for (const block of composition.blocks) setBlock(flow, block);
  setClosing(flow, composition);
  for (const block of composition.annex) setBlock(flow, block);
  numberPages(flow.pages, layout);
  return flow.pages;
}

function frame(flow: PageFlow): void {
  const { widthPt, heightPt } = flow.page;
  for (const [inset, width] of [
    [24, 2],
    [29, 0.6],
  ] as const) {
    flow.rule(inset, inset, widthPt - inset, inset, width);
    flow.rule(widthPt - inset, inset, widthPt - inset, heightPt - inset, width);
    flow.rule(widthPt - inset, heightPt - inset, inset, heightPt - inset, width);
    flow.rule(inset, heightPt - inset, inset, inset, width);
  }
}

function letterhead(flow: PageFlow, content: Composition): void {
  const { layout, text } = flow;
  const top = flow.yPt;
  const sizePt = Math.min(layout.sizePt - 1, 12.5);
  const lineHeight = sizePt * 1.24;
  const mottoLines: [string, TextWeight][] = [
    [content.motto[0], 'bold'],
    [content.motto[1], 'bold'],
  ];
  const mottoWidth = wordsWidth(styledWords(content.motto[0], layout, 'bold'), sizePt);
  const isAbove = layout.letterhead === 'motto-above';
  const rightCentre = isAbove
    ? text.xPt + text.widthPt / 2
    : Math.min(text.xPt + text.widthPt * 0.74, flow.page.widthPt - 24 - mottoWidth / 2);
  const leftWidth = isAbove
    ? text.widthPt * 0.45
    : Math.max(120, rightCentre - mottoWidth / 2 - 12 - text.xPt);
  const leftCentre = text.xPt + leftWidth / 2;

  const placeMotto = (): number => {
    flow.startBlock();
    let y = top;
    for (const [line, weight] of mottoLines) {
      flow.centred(line, rightCentre, sizePt, weight, y);
      y += lineHeight;
    }
    flow.ornament(
      rightCentre,
      wordsWidth(styledWords(content.motto[1], layout, 'bold'), sizePt),
      y + 2,
    );
    return y + 10;
  };
  let y = isAbove ? placeMotto() + 4 : top;
  flow.startBlock();
  const left = (line: string, weight: TextWeight, size: number) => {
    for (const { words } of wrap(styledWords(line, layout, weight), size, leftWidth)) {
      const width = wordsWidth(words, size);
      const xPt = layout.letterhead === 'left-aligned' ? text.xPt : leftCentre - width / 2;
      flow.wordLine(words, { xPt, widthPt: width }, size, 'left', y);
      y += size * 1.24;
    }
  };
  for (const line of content.governing) left(line, 'regular', sizePt);
  for (const line of content.agency) left(line, 'bold', sizePt);
  flow.ornament(leftCentre, leftWidth * 0.4, y + 2);
  y += 10;
  const numberTop = y;
  left(content.numberLine, 'regular', Math.min(layout.sizePt, 13));
  if (content.subjectLine !== '') left(content.subjectLine, 'regular', sizePt - 0.5);
  const mottoEnd = isAbove ? y : placeMotto();
  let end = Math.max(y, mottoEnd);
  if (layout.datePlace !== 'above-signer') {
    const size = Math.min(layout.sizePt, 13);
    const dateTop =
      isAbove || layout.datePlace === 'level-with-number'
        ? Math.max(numberTop, isAbove ? 0 : mottoEnd)
        : mottoEnd + 2;
    const centre = isAbove ? text.xPt + text.widthPt * 0.73 : rightCentre;
    flow.centred(content.dateLine, centre, size, layout.isTyped ? 'regular' : 'italic', dateTop);
    end = Math.max(end, dateTop + size * 1.3);
  }
  flow.yPt = end + 10;
}

/** The box for a photograph 3 × 4 cm, or bars that only a machine reads. */
function ornament(flow: PageFlow): void {
  const { text, layout } = flow;
  if (layout.ornament === 'photograph') {
    const [x, y, width, height] = [text.xPt, flow.yPt + 8, 85, 113];
    flow.rule(x, y, x + width, y);
    flow.rule(x, y + height, x + width, y + height);
    flow.rule(x, y, x, y + height);
    flow.rule(x + width, y, x + width, y + height);
    flow.yPt += 126;
  } else if (layout.ornament === 'bar-code') {
    for (let bar = 0; bar < 48; bar += 1) {
      const x = text.xPt + bar * 2.6;
      flow.rule(x, flow.yPt, x, flow.yPt + 24, ((bar * 7) % 5) * 0.35 + 0.5);
    }
    flow.yPt += 32;
  }
}

function heading(flow: PageFlow, content: Composition): void {
  if (content.title === '') return;
  const { layout, text } = flow;
  const centre = text.xPt + text.widthPt / 2;
  flow.startBlock();
  flow.yPt += 6;
  for (const { words } of wrap(
    styledWords(content.title, layout, 'bold'),
    layout.headingSizePt,
    text.widthPt * 0.92,
  )) {
    flow.wordLine(words, text, layout.headingSizePt, 'centre');
    flow.yPt += layout.headingSizePt * 1.3;
  }
  const sizePt = Math.min(layout.headingSizePt, layout.sizePt);
  const width = text.widthPt * 0.86;
  for (const { words } of wrap(
    styledWords(content.abstract, layout, layout.abstractStyle),
    sizePt,
    width,
  )) {
    flow.wordLine(words, { xPt: centre - width / 2, widthPt: width }, sizePt, 'centre');
    flow.yPt += sizePt * 1.24;
  }
  flow.ornament(centre, 100, flow.yPt + 3);
  flow.yPt += 14;
}

/** Page numbers from the second page on, where this office puts them. */
function numberPages(pages: FlowPage[], layout: Layout): void {
  if (layout.pageNumber === 'none') return;
  const style = styleOf(layout);
  const sizePt = Math.min(13, layout.sizePt);
  pages.forEach((page, i) => {
    if (i === 0) return;
    const text = layout.pageNumber === 'of-total' ? `${i + 1}/${pages.length}` : String(i + 1);
    const widthPt = textWidth(text, style, sizePt);
    const isTop = layout.pageNumber === 'top' || layout.pageNumber === 'of-total';
    const xPt =
      layout.pageNumber === 'bottom-right'
        ? page.widthPt - layout.margins.rightPt - widthPt
        : (page.widthPt - widthPt) / 2;
    const yPt = isTop ? layout.margins.topPt - 22 : page.heightPt - layout.margins.bottomPt + 16;
    page.marks.push({ kind: 'word', text, xPt, baselinePt: yPt + sizePt * 0.74, sizePt, style });
    const line = {
      block: 0,
      words: [{ text, xPt, yPt, widthPt, heightPt: sizePt, isHandwritten: false }],
    };
    if (isTop) page.lines.unshift(line);
    else page.lines.push(line);
  });
}
