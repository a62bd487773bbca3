import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { SealText } from '#fixtures/rendering/seal.ts';
import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import { faces, fontOf } from '../layout/faces.ts';
import type { Layout } from '../layout/layout.ts';
import type { FlowPage, Mark } from '../layout/page-flow.ts';
import type { PageScan } from './damage-plans.ts';
import { drawBleedThrough, drawPaperMarks, drawSignature } from './paper-marks.ts';

export type DrawOptions = {
  dpi: number;
  scan: PageScan;
  layout: Layout;
  seal: SealText;
  /** Printed on the other side of the sheet. */
  reverse: FlowPage | undefined;
  seed: string;
};

const printInk = 'rgb(20, 20, 23)';

/** One sheet as it lies on the glass: turned and askew, with everything inked on it. */
export function drawPage(page: FlowPage, options: DrawOptions): Canvas {
  const { dpi, scan } = options;
  const unit = dpi / 72;
  const width = Math.round(page.widthPt * unit);
  const height = Math.round(page.heightPt * unit);
  const isSideways = scan.rotation === 90 || scan.rotation === 270;
  const canvas = createCanvas(isSideways ? height : width, isSideways ? width : height);
  const context = canvas.getContext('2d');
  context.fillStyle = scan.damages.includes('black-borders') ? 'rgb(16, 16, 18)' : 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(((scan.skewDegrees - scan.rotation) * Math.PI) / 180);
  context.translate(-width / 2, -height / 2);
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  if (scan.damages.includes('bleed-through') && options.reverse) {
    drawBleedThrough(
      context,
      (target) => drawMarks(target, options.reverse?.marks ?? [], options),
      width,
      height,
    );
  }
  drawMarks(context, page.marks, options);
  for (const mark of page.marks) {
    if (mark.kind === 'signature') drawSignature(context, mark, options);
  }
  drawPaperMarks(context, page, options);
  return canvas;
}

function drawMarks(
  context: SKRSContext2D,
  marks: readonly Mark[],
  { dpi, layout, seed, scan }: DrawOptions,
): void {
  const unit = dpi / 72;
  const random = seededRandom(`ink ${seed}`);
  for (const mark of marks) {
    if (mark.kind === 'rule') {
      context.strokeStyle = printInk;
      context.lineWidth = mark.widthPt * unit;
      context.setLineDash(mark.isDotted ? [unit, 2.2 * unit] : []);
      context.beginPath();
      context.moveTo(mark.x0Pt * unit, mark.y0Pt * unit);
      context.lineTo(mark.x1Pt * unit, mark.y1Pt * unit);
      context.stroke();
    } else if (mark.kind === 'word') {
      context.font = fontOf(mark.style, mark.sizePt * unit);
      if (mark.style.hand) drawByHand(context, mark, unit, layout.handInk, random);
      else if (faces[mark.style.face].isTypewriter || scan.damages.includes('worn-type')) {
        drawTyped(context, mark, unit, random);
      } else {
        context.fillStyle = printInk;
        context.fillText(mark.text, mark.xPt * unit, mark.baselinePt * unit);
      }
    }
  }
  context.setLineDash([]);
}

type WordMark = Extract<Mark, { kind: 'word' }>;

/** Letter by letter, each a little off the line and struck with its own force. */
function drawTyped(context: SKRSContext2D, mark: WordMark, unit: number, random: Random): void {
  let x = mark.xPt * unit;
  for (const letter of mark.text) {
    const force = random.between(0, 62);
    context.fillStyle = `rgb(${24 + force}, ${24 + force}, ${30 + force})`;
    const lift = random.between(-0.45, 0.45) * unit;
    context.fillText(letter, x + random.between(-0.2, 0.2) * unit, mark.baselinePt * unit + lift);
    x += context.measureText(letter).width;
  }
}

/** Larger than print, leaning, dancing on the line, in the ink of a pen. */
function drawByHand(
  context: SKRSContext2D,
  mark: WordMark,
  unit: number,
  ink: string,
  random: Random,
): void {
  let x = mark.xPt * unit;
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.lineWidth = 0.35 * unit;
  for (const letter of mark.text) {
    const size = mark.sizePt * unit * random.between(1.1, 1.45);
    context.font = fontOf(mark.style, size);
    context.save();
    context.translate(x, mark.baselinePt * unit + random.between(-1.6, 1.2) * unit);
    context.transform(1, random.between(-0.06, 0.06), random.between(-0.32, -0.08), 1, 0, 0);
    context.fillText(letter, 0, 0);
    context.strokeText(letter, 0, 0);
    context.restore();
    x += context.measureText(letter).width * random.between(0.82, 0.98);
  }
}
