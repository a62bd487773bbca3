import {
  frameSize,
  type Box,
  type PageFrame,
  type TextLayer,
  type TextLine,
} from '#lib/domain/text-layer.ts';
import type { OrientationCandidate } from '#lib/imaging/orientation.ts';
import { SURE_ORIENTATION } from '#lib/imaging/analyse-page.ts';
import { frameLying } from '#lib/imaging/page-changes.ts';
import type { ImageVariant } from '#lib/imaging/recognition-image.ts';
import { layerOnFrame } from '#lib/imaging/rectify.ts';
import type { EngineBlock } from './engine-output.ts';
import { correctText } from './reading/correct-text.ts';
import { doubtfulPlaces } from './reading/doubtful-places.ts';
import type { InkCells } from './reading/ink-cells.ts';
import { isLegible, legibility, lineConfidence } from './reading/legibility.ts';
import { joinLines } from './reading/join-lines.ts';
import { mergeReadings } from './reading/merge-readings.ts';
import { missedPlaces } from './reading/missed-places.ts';
import { inReadingOrder } from './reading/reading-order.ts';
import { Wording } from './reading/wording.ts';
import { isWorthReadingAgain, movedBy, replaceZone, signatureZone } from './signature-zone.ts';
import { meanConfidence, toTextLayer } from './to-text-layer.ts';

/** Makes the images that the engine reads; `Image` is whatever the engine takes. */
export type PageImages<Image> = {
  /** The whole page in its frame. */
  page(frame: PageFrame, variant: ImageVariant): Promise<Image>;
  /** The versions of the page that are worth reading, in the order to try them. */
  variants?(frame: PageFrame): Promise<readonly ImageVariant[]>;
  /** Where an image of the page bears ink; without it nothing is looked for that was left out. */
  ink?(image: Image, frame: PageFrame): Promise<InkCells | null>;
  /** The few lines with most ink, in the frame: enough to tell which side is up. */
  strip(frame: PageFrame): Promise<Image>;
  /** The lines of print in a part of the page, one image each, without coloured ink. */
  lines(frame: PageFrame, zone: Box): Promise<{ image: Image; box: Box }[]>;
};

/** Reads an image, or `part` of it in its pixels; places are told in pixels of the whole image. */
export type ReadImage<Image> = (
  image: Image,
  options: { dpi: number; layout: 'page' | 'block' | 'line'; part?: Box },
) => Promise<readonly EngineBlock[]>;

export type PageToRead = {
  frame: PageFrame;
  orientationConfidence: number;
  /** Nothing is printed on it, as its image says: one look must be enough to find otherwise. */
  isBlank?: boolean;
  /** The ways the page may lie, likeliest first; without them all four are tried. */
  orientations?: readonly OrientationCandidate[];
};

/** Below this a page is read again as a whole, from the next version of its image. */
const DOUBTFUL_CONFIDENCE = 85;
/** Above this a further version of a page has nothing more to give. */
const CONVINCING_CONFIDENCE = 91;
/** With more doubtful places than this the whole page is read again at once. */
const MOST_PLACES = 12;
/** Below this a page may well stand on its head. */
const UNREADABLE_CONFIDENCE = 65;
/** A line that was left out at first is believed from here on. */
const LEGIBLE_LINE = 72;
/** Legible characters in a strip that only a page the right way up has. */
const CLEARLY_LEGIBLE = 100;
const rotations = [0, 90, 180, 270] as const;
/** Legible characters in a strip of dust, folds, or print of the other side in mirror writing. */
const NOTHING_LEGIBLE = 4;
/** Ways to lie that are less likely than this are not tried. */
const UNLIKELY_ORIENTATION = 0.02;
const commonWording = new Wording();

/**
 * Reads one page: settles which side is up where that is in doubt, reads, reads again what came out
 * doubtful, puts lines in reading order and marks right by `wording`. The frame that comes back is
 * the one the text stands in.
 */
export async function recognizePage<Image>(
  page: PageToRead,
  images: PageImages<Image>,
  read: ReadImage<Image>,
  { wording = commonWording }: { wording?: Wording } = {},
): Promise<{ frame: PageFrame; layer: TextLayer }> {
  const isSure = page.orientationConfidence >= SURE_ORIENTATION;
  const settled = isSure ? null : await settleOrientation(page, images, read);
  let frame = settled?.frame ?? page.frame;

  let image = await images.page(frame, 'even');
  let layer = await readImage(image, frame, read);
  // Image or strips of all sides said that nothing is printed here, and the page says so too.
  const isEmpty = page.isBlank === true || (settled !== null && settled.legible <= NOTHING_LEGIBLE);
  if (isEmpty && !isLegible(layer.lines)) return { frame, layer: withLines(layer, []) };
  for (const other of framesToTry(page)) {
    if (layer.lines.length === 0 || layer.meanConfidence >= UNREADABLE_CONFIDENCE) break;
    if (other.rotation === frame.rotation) continue;
    const turnedImage = await images.page(other, 'even');
    const turned = await readImage(turnedImage, other, read);
    if (legibility(turned.lines) <= legibility(layer.lines)) continue;
    [frame, layer, image] = [other, turned, turnedImage];
  }
  if (layer.lines.length === 0) return { frame, layer };
  layer = await withSecondLook(layer, frame, images, read);
  if (!isLegible(layer.lines)) return { frame, layer: withLines(layer, []) };
  layer = await withMissedLines(layer, image, frame, images, read);
  layer = await withSignatureZone(inReadingOrder(layer), frame, images, read);
  return { frame, layer: layerOnFrame(correctText(layer, wording), frame) };
}

/** Print that the engine took for a picture or dropped beside stamps and handwriting. */
async function withMissedLines<Image>(
  layer: TextLayer,
  image: Image,
  frame: PageFrame,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<TextLayer> {
  const ink = await images.ink?.(image, frame);
  if (!ink) return layer;
  const places = missedPlaces(ink, layer.lines);
  const found = await readPlaces(image, places, frame, read, 'line');
  const legible = found.filter((line) => lineConfidence(line) >= LEGIBLE_LINE);
  return withLines(layer, joinLines(layer.lines, legible));
}

/** What was read with doubt is read from other versions of the page; the better reading stays. */
async function withSecondLook<Image>(
  first: TextLayer,
  frame: PageFrame,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<TextLayer> {
  let layer = first;
  const variants = (await images.variants?.(frame)) ?? (['even', 'plain'] as const);
  for (const variant of variants.slice(1)) {
    const places = doubtfulPlaces(layer);
    if (places.length === 0 || layer.meanConfidence >= CONVINCING_CONFIDENCE) break;
    const image = await images.page(frame, variant);
    const isWhole = layer.meanConfidence < DOUBTFUL_CONFIDENCE || places.length > MOST_PLACES;
    const lines = isWhole
      ? (await readImage(image, frame, read)).lines
      : await readPlaces(image, places, frame, read, 'block');
    layer = withLines(layer, mergeReadings(layer.lines, lines));
  }
  return layer;
}

async function readPlaces<Image>(
  image: Image,
  places: readonly Box[],
  frame: PageFrame,
  read: ReadImage<Image>,
  layout: 'block' | 'line',
): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for (const part of places) {
    const blocks = await read(image, { dpi: frame.dpi, layout, part });
    lines.push(...toTextLayer(blocks, frameSize(frame)).lines);
  }
  return lines;
}

function withLines(layer: TextLayer, lines: TextLine[]): TextLayer {
  return { ...layer, lines, meanConfidence: meanConfidence(lines) };
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

async function readImage<Image>(
  image: Image,
  frame: PageFrame,
  read: ReadImage<Image>,
): Promise<TextLayer> {
  return toTextLayer(await read(image, { dpi: frame.dpi, layout: 'page' }), frameSize(frame));
}

async function settleOrientation<Image>(
  page: PageToRead,
  images: PageImages<Image>,
  read: ReadImage<Image>,
): Promise<{ frame: PageFrame; legible: number }> {
  let best: { frame: PageFrame; legible: number } | null = null;
  for (const frame of framesToTry(page)) {
    const blocks = await read(await images.strip(frame), { dpi: frame.dpi, layout: 'block' });
    const legible = legibility(toTextLayer(blocks, frameSize(frame)).lines);
    // The likelier way stays unless another one is told clearly; both may be hard to read.
    if (!best || legible > Math.max(0, best.legible) * 1.5 + 20) best = { frame, legible };
    if (legible >= CLEARLY_LEGIBLE) break;
  }
  return best ?? { frame: page.frame, legible: 0 };
}

function framesToTry({ frame, orientations = [] }: PageToRead): PageFrame[] {
  if (orientations.length > 0) {
    return orientations
      .filter(({ confidence }, i) => i < 2 || confidence >= UNLIKELY_ORIENTATION)
      .map((way) => frameLying(frame, way));
  }
  const turned = (quarters: 1 | 2 | 3): PageFrame => {
    const rotation = rotations[(rotations.indexOf(frame.rotation) + quarters) % 4] ?? 0;
    // The slope was measured along the other axis when the page lay on its side.
    return frameLying(frame, {
      rotation,
      skewDegrees: quarters === 2 ? frame.skewDegrees : 0,
    });
  };
  return [frame, turned(2), turned(1), turned(3)];
}
