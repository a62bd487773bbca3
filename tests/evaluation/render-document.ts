import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { withJpegDensity } from '#fixtures/formats/jpeg.ts';
import { writePng } from '#fixtures/formats/png.ts';
import { packSamples } from '#fixtures/formats/raster.ts';
import { writeTiff } from '#fixtures/formats/tiff.ts';
import type { SealText } from '#fixtures/rendering/seal.ts';
import type { PixelImage } from '#fixtures/scanning/degrade.ts';
import { seededRandom } from '#fixtures/scanning/random.ts';
import { pageScan, type PageScan } from './damage/damage-plans.ts';
import { drawPage } from './damage/draw-page.ts';
import { asDotMatrix, asStandardFax, drawDust, drawPunchHoles } from './damage/machine-marks.ts';
import { applyOptics } from './damage/optics.ts';
import { photograph } from './damage/photograph.ts';
import { compose } from './documents/compose.ts';
import type { DocumentPlan } from './documents/document-plan.ts';
import { trueFields } from './documents/true-fields.ts';
import { layOut } from './layout/lay-out.ts';
import type { FlowPage } from './layout/page-flow.ts';
import type { DocumentTruth, PageTruth, TruthBox } from './truth.ts';

export type RenderedPage = { fileName: string; bytes: Uint8Array };

/** Composes and sets a document; its sheets before anything happened to them. */
export function sheetsOf(plan: DocumentPlan): FlowPage[] {
  const sheets = layOut(compose(plan), plan.layout);
  const [first] = sheets;
  if (first && plan.scan.blank !== 'none') {
    sheets.push({ widthPt: first.widthPt, heightPt: first.heightPt, marks: [], lines: [] });
  }
  return sheets;
}

/** What the document truly says, page by page, without drawing it. */
export function truthOf(
  plan: DocumentPlan,
  sheets: readonly FlowPage[] = sheetsOf(plan),
): DocumentTruth {
  const text = sheets
    .flatMap((sheet) => sheet.lines.flatMap(({ words }) => words.map((word) => word.text)))
    .join(' ');
  return {
    id: plan.id,
    part: plan.part,
    kind: plan.kind,
    era: plan.era,
    pages: sheets.map((sheet, index) => pageTruth(plan, sheet, index)),
    ...trueFields(plan, text),
    signingAuthority: plan.signer.authority,
    isHandwrittenNumber: plan.isHandwrittenNumber,
    isHandwrittenDate: plan.isHandwrittenDate,
    isTyped: plan.layout.isTyped,
  };
}

/** The pages of a document as the files that a scanner or telephone leaves. */
export function renderPages(plan: DocumentPlan, sheets: readonly FlowPage[]): RenderedPage[] {
  return sheets.map((sheet, index) => {
    const truth = pageTruth(plan, sheet, index);
    return { fileName: truth.fileName, bytes: renderPage(plan, sheets, index, truth) };
  });
}

function isBlank(sheet: FlowPage): boolean {
  return sheet.marks.length === 0;
}

function scanOf(plan: DocumentPlan, sheet: FlowPage, index: number): PageScan {
  const scan = pageScan(plan.scan, index, plan.seed);
  if (!isBlank(sheet)) return scan;
  const damages = scan.damages.filter((name) =>
    ['fax-fine', 'fax-standard', 'bilevel', 'yellowed'].includes(name),
  );
  if (plan.scan.blank === 'bleed-through' || plan.scan.blank === 'punch-holes')
    damages.push(plan.scan.blank);
  return { damages, rotation: 0, skewDegrees: 0 };
}

function pageTruth(plan: DocumentPlan, sheet: FlowPage, index: number): PageTruth {
  const { scan } = plan;
  const page = scanOf(plan, sheet, index);
  const unit = scan.dpi / 72;
  const box = (x: number, y: number, width: number, height: number): TruthBox => [
    Math.round(x * unit),
    Math.round(y * unit),
    Math.round(width * unit),
    Math.round(height * unit),
  ];
  const ending =
    scan.colour === 'bilevel' ? 'tif' : scan.colour === 'grey' && index % 2 === 1 ? 'png' : 'jpg';
  return {
    fileName: `${plan.id}-${index + 1}.${ending}`,
    widthPx: Math.round(sheet.widthPt * unit),
    heightPx: Math.round(sheet.heightPt * unit),
    dpi: scan.dpi,
    ...(page.damages.includes('phone-photo') ? {} : { dpiHint: scan.dpi }),
    rotation: page.rotation,
    skewDegrees: page.skewDegrees,
    damages: page.damages,
    isBlank: isBlank(sheet),
    lines: sheet.lines.map(({ block, words }) => ({
      block,
      words: words.map((word) => ({
        text: word.text,
        box: box(word.xPt, word.yPt, word.widthPt, word.heightPt),
        ...(word.isHandwritten ? { isHandwritten: true as const } : {}),
      })),
    })),
  };
}

function renderPage(
  plan: DocumentPlan,
  sheets: readonly FlowPage[],
  index: number,
  truth: PageTruth,
): Uint8Array {
  const sheet = sheets[index];
  if (!sheet) throw new Error(`${plan.id} has no page ${index}`);
  const seed = `${plan.seed} ${index}`;
  const scan = scanOf(plan, sheet, index);
  const reverse = sheets[index + 1]?.marks.length
    ? sheets[index + 1]
    : (sheets[index - 1] ?? sheet);
  const canvas = drawPage(sheet, {
    dpi: truth.dpi,
    scan,
    layout: plan.layout,
    seal: sealOf(plan),
    reverse,
    seed,
  });
  drawOnGlass(canvas, plan, truth, seed);
  let image: PixelImage = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const random = seededRandom(`optics ${seed}`);
  if (scan.damages.includes('dot-matrix')) asDotMatrix(image, truth.dpi, random);
  if (scan.damages.includes('phone-photo')) image = photograph(image, random);
  const isBilevel = plan.scan.colour === 'bilevel';
  applyOptics(image, scan.damages, isBilevel, random);
  if (scan.damages.includes('fax-standard')) asStandardFax(image);
  return encode(image, plan, truth);
}

function drawOnGlass(canvas: Canvas, plan: DocumentPlan, truth: PageTruth, seed: string): void {
  const context = canvas.getContext('2d');
  context.setTransform(1, 0, 0, 1, 0, 0);
  const random = seededRandom(`glass ${seed}`);
  if (truth.damages.includes('punch-holes') && truth.rotation === 0)
    drawPunchHoles(context, truth.dpi, random);
  if (truth.isBlank && plan.scan.blank === 'dust')
    drawDust(context, canvas.width, canvas.height, random);
}

function encode(image: PixelImage, plan: DocumentPlan, truth: PageTruth): Uint8Array {
  const { width, height } = image;
  const { colour, jpegQuality, dpi } = plan.scan;
  if (!truth.fileName.endsWith('jpg')) {
    const raster = { width, height, dpi, colour, samples: packSamples(image, colour) };
    return truth.fileName.endsWith('png') ? writePng(raster) : writeTiff([raster]);
  }
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const data = context.createImageData(width, height);
  data.data.set(image.data);
  context.putImageData(data, 0, 0);
  return withJpegDensity(canvas.encodeSync('jpeg', jpegQuality), truth.dpiHint ?? 72);
}

function sealOf({ agency }: DocumentPlan): SealText {
  const upper = (
    agency.governing.length > 0 ? agency.governing : agency.letterhead.slice(0, 1)
  ).join(' ');
  const lower = (agency.governing.length > 0 ? agency.letterhead : agency.letterhead.slice(1)).join(
    ' ',
  );
  return { upper, lower };
}
