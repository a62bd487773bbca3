import {
  frameSize,
  type Box,
  type PageFrame,
  type TextLayer,
  type TextLine,
  type Word,
} from '#lib/domain/text-layer.ts';
import type { OrientationCandidate } from '#lib/imaging/orientation.ts';
import { SURE_ORIENTATION } from '#lib/imaging/analyse-page.ts';
import type { ImageVariant } from '#lib/imaging/recognition-image.ts';
import type { EngineBlock } from './engine-output.ts';
import { isWorthReadingAgain, movedBy, replaceZone, signatureZone } from './signature-zone.ts';
import { toTextLayer } from './to-text-layer.ts';

/** Makes the images that the engine reads; `Image` is whatever the engine takes. */
export type PageImages<Image> = {
  /** The whole page in its frame. */
  page(frame: PageFrame, variant: ImageVariant): Promise<Image>;
  /** The few lines with most ink, in the frame: enough to tell which side is up. */
  strip(frame: PageFrame): Promise<Image>;
  /** The lines of print in a part of the page, one image each, without coloured ink. */
  lines(frame: PageFrame, zone: Box): Promise<{ image: Image; box: Box }[]>;
};

export type ReadImage<Image> = (
  image: Image,
  options: { dpi: number; layout: 'page' | 'block' | 'line' },
) => Promise<readonly EngineBlock[]>;

export type PageToRead = {
  frame: PageFrame;
  orientationConfidence: number;
  /** The ways the page may lie, likeliest first; without them all four are tried. */
  orientations?: readonly OrientationCandidate[];
};

/** Below this a page is read a second time from another version of its image. */
const DOUBTFUL_CONFIDENCE = 88;
/** Below this a page may well stand on its head. */
const UNREADABLE_CONFIDENCE = 65;
/** Legible characters in a strip that only a page the right way up has. */
const CLEARLY_LEGIBLE = 100;
const rotations = [0, 90, 180, 270] as const;
/** Ways to lie that are less likely than this are not tried. */
const UNLIKELY_ORIENTATION = 0.02;

/**
 * Reads one page: settles which side is up where that is in doubt, reads, and reads again what
 * came out doubtful. The frame that comes back is the one the text stands in.
 */
export async function recognizePage<Image>(
  page: PageToRead,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<{ frame: PageFrame; layer: TextLayer }> {
  const isSure = page.orientationConfidence >= SURE_ORIENTATION;
  let frame = isSure ? page.frame : await settleOrientation(page, images, read);
  let layer = await readWhole(frame, 'even', images, read);

  for (const other of framesToTry(page)) {
    if (layer.lines.length === 0 || layer.meanConfidence >= UNREADABLE_CONFIDENCE) break;
    if (other.rotation === frame.rotation) continue;
    const turned = await readWhole(other, 'even', images, read);
    if (legibleCharacters(turned) > legibleCharacters(layer)) [frame, layer] = [other, turned];
  }
  if (layer.lines.length > 0 && layer.meanConfidence < DOUBTFUL_CONFIDENCE) {
    const second = await readWhole(frame, 'plain', images, read);
    if (legibleCharacters(second) > legibleCharacters(layer)) layer = second;
  }
  return { frame, layer: await withSignatureZone(layer, frame, images, read) };
}

/** Seal and pen lie over position and name: that corner is read once more without their ink. */
async function withSignatureZone<Image>(
  layer: TextLayer,
  frame: PageFrame,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<TextLayer> {
  const zone = signatureZone(layer);
  if (!zone || !isWorthReadingAgain(layer, zone)) return layer;
  const lines: TextLine[] = [];
  for (const { image, box } of await images.lines(frame, zone)) {
    const blocks = await read(image, { dpi: frame.dpi, layout: 'line' });
    const part = toTextLayer(blocks, { widthPx: box.width, heightPx: box.height });
    lines.push(...part.lines.map((line) => movedBy(line, box)));
  }
  return replaceZone(layer, zone, lines);
}

async function readWhole<Image>(
  frame: PageFrame,
  variant: ImageVariant,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<TextLayer> {
  const image = await images.page(frame, variant);
  const blocks = await read(image, { dpi: frame.dpi, layout: 'page' });
  return toTextLayer(blocks, frameSize(frame));
}

async function settleOrientation<Image>(
  page: PageToRead,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<PageFrame> {
  let best = { frame: page.frame, legible: -1 };
  for (const frame of framesToTry(page)) {
    const blocks = await read(await images.strip(frame), { dpi: frame.dpi, layout: 'block' });
    const legible = legibleCharacters(toTextLayer(blocks, frameSize(frame)));
    // The likelier way stays unless another one is told clearly; both may be hard to read.
    if (best.legible < 0 || legible > best.legible * 1.5 + 20) best = { frame, legible };
    if (legible >= CLEARLY_LEGIBLE) break;
  }
  return best.frame;
}

function framesToTry({ frame, orientations = [] }: PageToRead): PageFrame[] {
  if (orientations.length > 0) {
    return orientations
      .filter(({ confidence }, i) => i < 2 || confidence >= UNLIKELY_ORIENTATION)
      .map(({ rotation, skewDegrees }) => ({ ...frame, rotation, skewDegrees }));
  }
  const turned = (quarters: 1 | 2 | 3): PageFrame => {
    const rotation = rotations[(rotations.indexOf(frame.rotation) + quarters) % 4] ?? 0;
    // The slope was measured along the other axis when the page lay on its side.
    return { ...frame, rotation, skewDegrees: quarters === 2 ? frame.skewDegrees : 0 };
  };
  return [frame, turned(2), turned(1), turned(3)];
}

/** Characters in words that look read rather than guessed, weighted by their confidence. */
function legibleCharacters(layer: TextLayer): number {
  const weight = (word: Word) =>
    word.confidence >= 60 && /\p{L}{2}|\p{N}/u.test(word.text)
      ? word.text.length * (word.confidence / 100)
      : 0;
  return layer.lines.flatMap((line) => line.words).reduce((sum, word) => sum + weight(word), 0);
}
