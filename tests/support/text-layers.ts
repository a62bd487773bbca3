import type { TextLayer, TextLine } from '#lib/domain/text-layer.ts';

/** A line of print: its text, where its middle stands (shares of the page) and how well it was read. */
export type PrintedLine = [text: string, centreX: number, top: number, confidence?: number];

const WIDTH = 1654;
const HEIGHT = 2339;
const LETTER = 15;

/** A text layer of an A4 page at 200 dpi as the engine would give it. */
export function printedPage(lines: readonly PrintedLine[]): TextLayer {
  return { widthPx: WIDTH, heightPx: HEIGHT, lines: lines.map(printedLine), meanConfidence: 94 };
}

function printedLine([text, centreX, top, confidence = 94]: PrintedLine): TextLine {
  const left = Math.round(centreX * WIDTH - (text.length * LETTER) / 2);
  const y = Math.round(top * HEIGHT);
  let at = 0;
  const words = text.split(' ').map((word) => {
    const box = { x: left + at * LETTER, y, width: word.length * LETTER, height: 28 };
    at += word.length + 1;
    return { text: word, confidence, box };
  });
  const right = left + text.length * LETTER;
  return {
    words,
    box: { x: left, y, width: right - left, height: 28 },
    baseline: { x0: left, y0: y + 24, x1: right, y1: y + 24 },
  };
}
