import { createCanvas } from '@napi-rs/canvas';
import { readSamplePages } from '../../benchmarks/sample-pages.ts';
import type { PageTruth, TruthBox } from '../truth.ts';

export type CropRequest = { path: string; truth: PageTruth; box?: TruthBox };

const WHOLE_PAGE_PX = 620;

/** A part of a page, upright and straight as it truly lies; the whole page small without a box. */
export async function cropOf({ path, truth, box }: CropRequest): Promise<Uint8Array> {
  const [page] = await readSamplePages(path);
  if (!page) throw new Error(`${path} holds no page`);
  const source = createCanvas(page.width, page.height);
  const sourceContext = source.getContext('2d');
  const pixels = sourceContext.createImageData(page.width, page.height);
  pixels.data.set(page.rgba);
  sourceContext.putImageData(pixels, 0, 0);

  const isPhotograph = truth.damages.includes('phone-photo');
  const [x, y, width, height] = box && !isPhotograph ? box : [0, 0, truth.widthPx, truth.heightPx];
  const scale = box && !isPhotograph ? 1 : WHOLE_PAGE_PX / Math.max(width, height);
  const canvas = createCanvas(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(truth.widthPx / 2 - x, truth.heightPx / 2 - y);
  context.rotate(((truth.rotation - truth.skewDegrees) * Math.PI) / 180);
  if (isPhotograph) context.scale(truth.widthPx / page.width, truth.heightPx / page.height);
  context.drawImage(source, -page.width / 2, -page.height / 2);
  return canvas.encodeSync('jpeg', 80);
}
