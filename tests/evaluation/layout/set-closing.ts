import type { Composition } from '../documents/composition.ts';
import { textWidth } from './faces.ts';
import type { PageFlow } from './page-flow.ts';
import { styledWords, styleOf, wrap } from './styled-text.ts';

/** Sets who receives the paper at the left and who signed it at the right. */
export function setClosing(flow: PageFlow, { closing: end, dateLine }: Composition): void {
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
