import type { Block, Composition } from '../documents/composition.ts';
import { textWidth } from './faces.ts';
import type { Layout } from './layout.ts';
import { PageFlow, type FlowPage } from './page-flow.ts';
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
  closing(flow, composition);
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

function setBlock(flow: PageFlow, block: Block): void {
  const { layout } = flow;
  if (block.kind === 'paragraph') {
    flow.paragraph(block.text, {
      weight: block.weight,
      align: block.isCentred ? 'centre' : undefined,
      indentPt: block.isCentred || block.isFlush ? 0 : layout.indentPt,
      gapPt: layout.paragraphGapPt,
    });
  } else if (block.kind === 'bilingual') {
    flow.paragraph(block.text, { gapPt: layout.paragraphGapPt });
    flow.paragraph(block.english, { weight: 'italic', sizePt: layout.sizePt - 2, align: 'left' });
  } else if (block.kind === 'form-line') formLine(flow, block);
  else if (block.kind === 'table') table(flow, block);
  else flow.startPage(block.isLandscape);
}

/** Labels and values side by side, with dots under what was filled in. */
function formLine(flow: PageFlow, { entries }: Extract<Block, { kind: 'form-line' }>): void {
  const { layout, text } = flow;
  const sizePt = Math.min(layout.sizePt, 13);
  flow.yPt += layout.paragraphGapPt;
  const total = entries.reduce((sum, entry) => sum + entry.share, 0);
  const cells = entries.map((entry) => {
    const widthPt = (text.widthPt * entry.share) / total - 6;
    return {
      widthPt,
      lines: wrap(styledWords(`${entry.label} ${entry.value}`, layout), sizePt, widthPt),
    };
  });
  const height = Math.max(...cells.map((cell) => cell.lines.length)) * sizePt * layout.lineSpacing;
  flow.reserve(height);
  let x = text.xPt;
  for (const { widthPt, lines } of cells) {
    lines.forEach(({ words }, i) => {
      const y = flow.yPt + i * sizePt * layout.lineSpacing;
      flow.wordLine(words, { xPt: x, widthPt }, sizePt, 'left', y);
      const end = x + wordsWidth(words, sizePt) + 4;
      if (end < x + widthPt)
        flow.rule(end, y + sizePt * 0.78, x + widthPt, y + sizePt * 0.78, 0.8, true);
    });
    x += widthPt + 6;
  }
  flow.yPt += height;
}

function table(flow: PageFlow, { columns, rows }: Extract<Block, { kind: 'table' }>): void {
  const { layout, text } = flow;
  const sizePt = Math.min(layout.sizePt - 1, 12);
  const weights = columns.map((column, i) =>
    Math.min(40, Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length), 3)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const widths = weights.map((weight) => (text.widthPt * weight) / total);
  flow.yPt += 6;
  const setRow = (cells: readonly string[], weight: TextWeight) => {
    const wrapped = widths.map((width, i) =>
      wrap(styledWords(cells[i] ?? '', layout, weight), sizePt, width - 8),
    );
    const height = Math.max(...wrapped.map((lines) => lines.length)) * sizePt * 1.2 + 6;
    if (flow.reserve(height) && weight === 'regular') setRow(columns, 'bold');
    let x = text.xPt;
    const top = flow.yPt;
    wrapped.forEach((lines, i) => {
      const width = widths[i] ?? 0;
      flow.startBlock();
      lines.forEach(({ words }, j) =>
        flow.wordLine(
          words,
          { xPt: x + 4, widthPt: width - 8 },
          sizePt,
          weight === 'bold' ? 'centre' : 'left',
          top + 3 + j * sizePt * 1.2,
        ),
      );
      flow.rule(x, top, x, top + height, 0.6);
      x += width;
    });
    flow.rule(x, top, x, top + height, 0.6);
    flow.rule(text.xPt, top, x, top, 0.6);
    flow.rule(text.xPt, top + height, x, top + height, 0.6);
    flow.yPt = top + height;
  };
  setRow(columns, 'bold');
  for (const row of rows) setRow(row, 'regular');
  flow.yPt += 6;
  flow.startBlock();
}

function closing(flow: PageFlow, { closing: end, dateLine }: Composition): void {
  const { layout } = flow;
  const sizePt = Math.min(layout.sizePt, 13.5);
  const isDateHere = layout.datePlace === 'above-signer';
  const gap = layout.signatureGapPt;
  const rightHeight =
    (isDateHere ? 18 : 0) + end.capacity.length * sizePt * 1.3 + gap + sizePt * 1.4;
  flow.yPt += 8;
  flow.reserve(Math.max(rightHeight, 20 + end.recipients.length * 20));
  const { text } = flow;
  const top = flow.yPt;
  const widest = Math.max(
    ...[...end.capacity, end.signerName].map((line) =>
      textWidth(line, styleOf(layout, 'bold'), sizePt),
    ),
  );
  const centre = Math.min(
    text.xPt + text.widthPt * layout.signerAt,
    flow.page.widthPt - 20 - widest / 2,
  );
  flow.startBlock();
  const leftWidth = Math.min(220, centre - widest / 2 - 14 - text.xPt);
  const leftEnd = recipients(flow, end.recipients, leftWidth);
  if (end.hasSecondSigner) {
    flow.centred('ĐẠI DIỆN CƠ SỞ', text.xPt + text.widthPt * 0.22, sizePt, 'bold', top);
  }
  flow.startBlock();
  let y = top;
  if (isDateHere) {
    const width = textWidth(
      dateLine.replaceAll(/[{}]/gu, ''),
      styleOf(layout, 'italic'),
      sizePt - 0.5,
    );
    flow.centred(
      dateLine,
      Math.min(centre, flow.page.widthPt - 24 - width / 2),
      sizePt - 0.5,
      layout.isTyped ? 'regular' : 'italic',
      y,
    );
    y += sizePt * 1.35;
  }
  for (const line of end.capacity) {
    flow.centred(line, centre, sizePt, 'bold', y);
    y += sizePt * 1.3;
  }
  const nameY = y + gap;
  flow.centred(end.signerName, centre, sizePt, 'bold', nameY);
  flow.page.marks.push({
    kind: 'signature',
    centreXPt: centre,
    centreYPt: y + gap * 0.45,
    nameYPt: nameY + sizePt / 2,
    signerName: end.signerName,
  });
  flow.yPt = Math.max(top + rightHeight, leftEnd) + 6;
}

/** `Nơi nhận:` and the list below, to the left of who signs; returns where it ends. */
function recipients(flow: PageFlow, lines: readonly string[], widthPt: number): number {
  const { layout, text, yPt: top } = flow;
  if (lines.length === 0) return top;
  const span = { xPt: text.xPt, widthPt };
  flow.wordLine(styledWords('Nơi nhận:', layout, 'bold-italic'), span, 12, 'left', top);
  let y = top + 16;
  for (const line of lines) {
    for (const { words } of wrap(styledWords(line, layout), 11, widthPt)) {
      flow.wordLine(words, span, 11, 'left', y);
      y += 13.5;
    }
  }
  return y;
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
