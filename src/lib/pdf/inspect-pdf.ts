import { isName, PdfName, type PdfObject, type PdfStream } from './objects/pdf-object.ts';
import { jpegInfo } from './images/jpeg-info.ts';
import { readBilevel, type BilevelStream } from './images/read-bilevel.ts';
import { readPageContent, type PageContent } from './reading/page-content.ts';
import { listPages, uprightSize, type PdfPage } from './reading/pages.ts';
import { openPdf, type PdfFile } from './reading/pdf-file.ts';
import { listSignatureFields } from './reading/signature-fields.ts';
import type { Rotation } from '#lib/domain/text-layer.ts';
import { AppError } from '#lib/domain/app-error.ts';

export type PdfInspection = {
  /** 0 when the document is encrypted. */
  pageCount: number;
  isEncrypted: boolean;
  /** Any page shows text, visible or not: the document is offered as it is. */
  hasText: boolean;
  /** Filled signature fields: the document is never rewritten. */
  signatureCount: number;
  pages: PdfPageInspection[];
};

export type PdfPageInspection = {
  /** Points, before the turn by `rotate`. */
  widthPt: number;
  heightPt: number;
  /** Clockwise turn when shown. */
  rotate: Rotation;
  /** Present when the page is nothing but one JPEG, upright and unmirrored, over the whole page. */
  soleJpeg?: SoleJpeg;
  /** Present when it is nothing but one such picture in black and white. */
  soleBilevel?: SoleBilevel;
};

export type SoleJpeg = {
  /** The stream as stored: a complete JPEG file. */
  bytes: Uint8Array<ArrayBuffer>;
  widthPx: number;
  heightPx: number;
  components: 1 | 3 | 4;
  /** Resolution at which the page shows it. */
  dpi: number;
};

export type SoleBilevel = BilevelStream & {
  /** Resolution at which the page shows it. */
  dpi: number;
};

/**
 * What an importer has to know about a PDF, without rendering it.
 *
 * Errors: `FILE_EMPTY`, `NOT_A_PDF`, `FILE_TRUNCATED`, `PDF_BROKEN`.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<PdfInspection> {
  const file = openPdf(bytes);
  if (file.isEncrypted) {
    return { pageCount: 0, isEncrypted: true, hasText: false, signatureCount: 0, pages: [] };
  }
  const pages: PdfPageInspection[] = [];
  let hasText = false;
  for (const [index, page] of listPages(file).entries()) {
    const content = readPageContent(file, page);
    hasText ||= content.hasText;
    pages.push(inspectPage(file, page, content));
    if (index % 50 === 49) await letOthersRun();
  }
  const signatures = listSignatureFields(file).filter((field) => field.signature !== null);
  return {
    pageCount: pages.length,
    isEncrypted: false,
    hasText,
    signatureCount: signatures.length,
    pages,
  };
}

/** How much of the page the image must cover, and how far it may reach over the edge, in points. */
const MIN_COVERAGE = 0.9;
const EDGE_TOLERANCE_PT = 3;

function inspectPage(file: PdfFile, page: PdfPage, content: PageContent): PdfPageInspection {
  const { width, height } = uprightSize({ ...page, rotate: 0 });
  const base = { widthPt: width, heightPt: height, rotate: page.rotate };
  const sole = readSoleImage(file, page, content);
  if (!sole) return base;
  const soleJpeg = readSoleJpeg(file, sole);
  if (soleJpeg) return { ...base, soleJpeg };
  const bilevel = readBilevel(file, sole.stream);
  return bilevel ? { ...base, soleBilevel: { ...bilevel, dpi: dpiOf(bilevel, sole) } } : base;
}

/** The only picture of a page that shows nothing else, upright and over the whole page. */
type SoleImage = { stream: PdfStream; shownWidthPt: number };

function readSoleImage(file: PdfFile, page: PdfPage, content: PageContent): SoleImage | null {
  const [image, ...others] = content.images;
  if (!image || others.length > 0 || content.hasText || content.hasOtherPainting) return null;
  if (hasVisibleAnnotations(file, page)) return null;
  const stream = file.stream(image.object);
  if (!stream) return null;

  const [a, b, c, d, e, f] = image.matrix;
  const { left, bottom, right, top } = page.cropBox;
  const isUpright = a > 0 && d > 0 && Math.abs(b) < 0.01 * a && Math.abs(c) < 0.01 * d;
  const isInside =
    e >= left - EDGE_TOLERANCE_PT &&
    f >= bottom - EDGE_TOLERANCE_PT &&
    e + a <= right + EDGE_TOLERANCE_PT &&
    f + d <= top + EDGE_TOLERANCE_PT;
  const coversPage = a >= MIN_COVERAGE * (right - left) && d >= MIN_COVERAGE * (top - bottom);
  return isUpright && isInside && coversPage ? { stream, shownWidthPt: a } : null;
}

function readSoleJpeg(file: PdfFile, sole: SoleImage): SoleJpeg | null {
  const { stream } = sole;
  if (!isPlainJpeg(file, stream)) return null;
  const info = jpegInfoOrNull(stream.raw);
  if (!info || info.orientation !== 1 || (info.components === 4 && info.isAdobe)) return null;
  return {
    bytes: stream.raw.slice(),
    widthPx: info.widthPx,
    heightPx: info.heightPx,
    components: info.components,
    dpi: dpiOf(info, sole),
  };
}

function dpiOf({ widthPx }: { widthPx: number }, { shownWidthPt }: SoleImage): number {
  return Math.round((widthPx / shownWidthPt) * 72);
}

/** DCT and nothing around it: no mask, no decode array, the usual colours. */
function isPlainJpeg(file: PdfFile, { dict }: PdfStream): boolean {
  const filter = file.resolve(dict.get('Filter'));
  const filters = Array.isArray(filter) ? filter.map(file.resolve) : [filter];
  const isDct = filters.length === 1 && isName(filters[0], 'DCTDecode');
  const isMasked = ['SMask', 'Mask', 'ImageMask', 'Decode', 'SMaskInData'].some(
    (key) => dict.has(key) && file.resolve(dict.get(key)) !== false,
  );
  return isDct && !isMasked && isUsualColorSpace(file, dict.get('ColorSpace'));
}

function isUsualColorSpace(file: PdfFile, object: PdfObject): boolean {
  const space = file.resolve(object);
  const kind = Array.isArray(space) ? file.resolve(space[0]) : space;
  const usual = ['DeviceGray', 'DeviceRGB', 'CalGray', 'CalRGB', 'ICCBased'];
  return kind instanceof PdfName && usual.includes(kind.value);
}

/** Comments and stamps that belong to what the page shows; links and hidden ones do not. */
function hasVisibleAnnotations(file: PdfFile, page: PdfPage): boolean {
  return (file.array(page.dict.get('Annots')) ?? []).some((item) => {
    const annotation = file.dict(item);
    const flags = file.number(annotation?.get('F')) ?? 0;
    const isHidden = (flags & 2) !== 0;
    return annotation !== null && !isHidden && file.name(annotation.get('Subtype')) !== 'Link';
  });
}

function jpegInfoOrNull(bytes: Uint8Array) {
  try {
    return jpegInfo(bytes);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
