import type { Block } from '../documents/composition.ts';
import type { PageFlow } from './page-flow.ts';
import { styledWords, wordsWidth, wrap, type TextWeight } from './styled-text.ts';

/** Sets one part of the body or the annex where the flow stands. */
export function setBlock(flow: PageFlow, block: Block): void {
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
