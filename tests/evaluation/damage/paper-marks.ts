import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { drawPenSignature } from '#fixtures/rendering/pen-signature.ts';
import { drawSeal } from '#fixtures/rendering/seal.ts';
import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import { fontOf } from '../layout/faces.ts';
import type { FlowPage, Mark } from '../layout/page-flow.ts';
import type { DrawOptions } from './draw-page.ts';

/** Pen and seal as the office put them: a third of the seal over the signature, or over the name. */
export function drawSignature(
  context: SKRSContext2D,
  mark: Extract<Mark, { kind: 'signature' }>,
  { dpi, scan, seal, seed }: DrawOptions,
): void {
  const unit = dpi / 72;
  const random = seededRandom(`signature ${seed}`);
  const isOverName = scan.damages.includes('pen-over-name');
  const penY = isOverName ? mark.nameYPt - random.between(2, 10) : mark.centreYPt;
  drawPenSignature(
    context,
    { x: mark.centreXPt * unit, y: penY * unit },
    unit,
    mark.signerName,
    seed,
  );
  const isSealOverName = scan.damages.includes('seal-over-name');
  const sealY = isSealOverName
    ? mark.nameYPt - random.between(0, 22)
    : mark.centreYPt + random.between(-8, 6);
  const sealX = mark.centreXPt - (isSealOverName ? random.between(8, 46) : random.between(58, 84));
  const drawn = drawSeal(seal, dpi, seed);
  const inked = scan.damages.includes('black-seal') ? inBlack(drawn) : drawn;
  context.globalCompositeOperation = 'multiply';
  context.drawImage(inked, sealX * unit - drawn.width / 2, sealY * unit - drawn.height / 2);
  context.globalCompositeOperation = 'source-over';
}

function inBlack(seal: Canvas): Canvas {
  const context = seal.getContext('2d');
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = 'rgb(46, 46, 48)';
  context.fillRect(0, 0, seal.width, seal.height);
  return seal;
}

/** The other side of thin paper, mirrored, faint and soft. */
export function drawBleedThrough(
  context: SKRSContext2D,
  drawReverse: (target: SKRSContext2D) => void,
  width: number,
  height: number,
): void {
  const reverse = createCanvas(width, height);
  const target = reverse.getContext('2d');
  target.fillStyle = 'white';
  target.fillRect(0, 0, width, height);
  drawReverse(target);
  const soft = createCanvas(width >> 1, height >> 1);
  soft.getContext('2d').drawImage(reverse, 0, 0, soft.width, soft.height);
  context.save();
  context.globalAlpha = 0.24;
  context.translate(width, 0);
  context.scale(-1, 1);
  context.drawImage(soft, 0, 0, width, height);
  context.restore();
}

/** Stamps, highlighter and notes that later desks put on the sheet. */
export function drawPaperMarks(
  context: SKRSContext2D,
  page: FlowPage,
  { dpi, scan, layout, seed }: DrawOptions,
): void {
  const unit = dpi / 72;
  const random = seededRandom(`marks ${seed}`);
  context.save();
  if (scan.damages.includes('stamp')) drawStamp(context, page, unit, random);
  if (scan.damages.includes('highlighter')) {
    context.globalCompositeOperation = 'multiply';
    context.fillStyle = random.pick([
      'rgb(255, 244, 90)',
      'rgb(160, 255, 150)',
      'rgb(255, 180, 215)',
    ]);
    for (const line of page.lines.filter(() => random.next() < 0.14)) {
      const [first] = line.words;
      const last = line.words.at(-1);
      if (!first || !last) continue;
      const width = last.xPt + last.widthPt - first.xPt;
      context.fillRect(
        first.xPt * unit,
        first.yPt * unit,
        width * unit,
        first.heightPt * 1.15 * unit,
      );
    }
  }
  if (scan.damages.includes('handwriting-over-print')) {
    context.fillStyle = layout.handInk;
    for (const note of ['chuyen 1 cua', 'da luu 12/4', 'p. NV xu ly'].slice(
      0,
      random.whole(1, 3),
    )) {
      context.save();
      context.font = fontOf(
        { face: layout.face, isBold: false, isItalic: false, hand: layout.hand },
        19 * unit,
      );
      context.translate(random.between(90, 330) * unit, random.between(170, 620) * unit);
      context.rotate(random.between(-0.3, 0.05));
      context.fillText(note, 0, 0);
      context.restore();
    }
    scribble(context, unit, random, layout.handInk);
  }
  context.restore();
}

/** `CÔNG VĂN ĐẾN` or `BẢN SAO`, in red or violet, askew over the print. */
function drawStamp(context: SKRSContext2D, page: FlowPage, unit: number, random: Random): void {
  const ink = random.pick(['rgba(196, 30, 60, 0.82)', 'rgba(80, 50, 150, 0.8)']);
  const lines = random.pick([['ĐẾN', 'Số: ……………', 'Ngày: …………'], ['BẢN SAO'], ['SAO Y BẢN CHÍNH']]);
  const size = lines.length > 1 ? 11 : 16;
  const style = { face: 'tinos', isBold: true, isItalic: false } as const;
  context.save();
  context.translate(random.between(70, 330) * unit, random.between(60, 150) * unit);
  context.rotate(random.between(-0.12, 0.12));
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.font = fontOf(style, size * unit);
  const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 14 * unit;
  context.lineWidth = 1.4 * unit;
  context.strokeRect(0, 0, width, (lines.length * size * 1.25 + 8) * unit);
  lines.forEach((line, i) =>
    context.fillText(line, 7 * unit, (4 + (i + 0.95) * size * 1.2) * unit),
  );
  context.restore();
}

/** A long underline and a tick: what readers leave. */
function scribble(context: SKRSContext2D, unit: number, random: Random, ink: string): void {
  context.strokeStyle = ink;
  context.lineWidth = 1.1 * unit;
  for (let stroke = 0; stroke < 3; stroke += 1) {
    const x = random.between(90, 300) * unit;
    const y = random.between(150, 640) * unit;
    context.beginPath();
    context.moveTo(x, y);
    context.quadraticCurveTo(
      x + 60 * unit,
      y - 6 * unit,
      x + random.between(90, 180) * unit,
      y + 3 * unit,
    );
    context.stroke();
  }
}
