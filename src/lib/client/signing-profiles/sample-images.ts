import type { SigningImageKind } from '#lib/domain/signing-profile.ts';

const PIXELS_PER_POINT = 4;

/** Drawn while a unit has no image of its own, so that the preview shows its place and size. */
export async function sampleImage(kind: SigningImageKind): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = kind === 'seal' ? drawSeal() : drawSignature();
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await png.arrayBuffer());
}

const SEAL_POINTS = 102;

function drawSeal(): OffscreenCanvas {
  const { canvas, context } = transparent(SEAL_POINTS, SEAL_POINTS);
  context.translate(SEAL_POINTS / 2, SEAL_POINTS / 2);
  context.strokeStyle = '#d31c26';
  context.fillStyle = '#d31c26';
  for (const [radius, width] of [
    [49.8, 2],
    [46, 0.7],
    [30, 0.9],
  ] as const) {
    context.lineWidth = width;
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.stroke();
  }
  context.beginPath();
  for (let corner = 0; corner < 10; corner += 1) {
    const length = corner % 2 === 0 ? 16 : 6.4;
    const angle = (corner * Math.PI) / 5;
    context.lineTo(Math.sin(angle) * length, -Math.cos(angle) * length);
  }
  context.fill();
  return canvas;
}

function drawSignature(): OffscreenCanvas {
  const { canvas, context } = transparent(120, 60);
  context.strokeStyle = '#1c349e';
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(6, 38);
  context.bezierCurveTo(18, -8, 34, 6, 26, 46);
  context.bezierCurveTo(36, 8, 52, 10, 46, 44);
  context.bezierCurveTo(56, 14, 70, 18, 66, 42);
  context.bezierCurveTo(80, 20, 96, 22, 114, 12);
  context.moveTo(100, 40);
  context.bezierCurveTo(70, 54, 40, 54, 14, 52);
  context.stroke();
  return canvas;
}

function transparent(width: number, height: number) {
  const canvas = new OffscreenCanvas(width * PIXELS_PER_POINT, height * PIXELS_PER_POINT);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas');
  context.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
  return { canvas, context };
}
