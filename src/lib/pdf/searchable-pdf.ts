import { AppError } from '#lib/domain/app-error.ts';
import { frameSize, type PageFrame, type TextLayer } from '#lib/domain/text-layer.ts';
import { latin1, type Bytes } from '#lib/pki/bytes.ts';
import { srgbProfile } from './archival/icc-profile.ts';
import { xmpPacket } from './archival/xmp.ts';
import { addGlyphlessFont } from './fonts/glyphless-font.ts';
import { dict, name, PdfStream, type PdfReference } from './objects/pdf-object.ts';
import { dateString, textString } from './objects/text-string.ts';
import { addPageImage, type PageImage } from './pages/page-image.ts';
import { imageMatrix } from './pages/image-matrix.ts';
import { textLayerContent, textLayerUnits } from './pages/text-layer-content.ts';
import { deflatedStream } from './writing/deflate.ts';
import { DocumentBuilder } from './writing/document-builder.ts';
import { formatNumber } from './writing/write-object.ts';

export type { PageImage } from './pages/page-image.ts';
export { jpegInfo, type JpegInfo } from './images/jpeg-info.ts';

export type SearchablePage = {
  /** A function is asked when the page's turn comes; what it gives is not kept. */
  image: PageImage | (() => Promise<PageImage>);
  frame: PageFrame;
  /** Left out for pages without text. */
  textLayer?: TextLayer;
};

export type SearchablePdfInput = {
  /** Shown in the viewer's title bar. */
  title: string;
  createdAt: Date;
  pages: readonly SearchablePage[];
  /** Of all images together, as far as known: saves a copy of the file while it grows. */
  imageBytes?: number;
};

const PROGRAM = 'Trạm Số Hóa';
/** What a document has beside its pages, and a page beside its image. */
const DOCUMENT_BYTES = 20_000;
const PAGE_BYTES = 8_000;
/** ISO 32000-1 annex C. */
const MIN_PAGE_PT = 3;
const MAX_PAGE_PT = 14_400;

/**
 * A PDF/A-2u of scanned pages with their recognized text beneath, one page in memory at a time. JPEG
 * bytes are kept as they are: turning, straightening and cropping is done by the matrix with which the
 * page shows its picture.
 */
export async function buildSearchablePdf(input: SearchablePdfInput): Promise<Bytes> {
  if (input.pages.length === 0) throw new AppError('INVALID_INPUT', { reason: 'no pages' });
  const { pages: sources, imageBytes = 0 } = input;
  const expectedBytes = imageBytes + sources.length * PAGE_BYTES + DOCUMENT_BYTES;
  const builder = new DocumentBuilder(expectedBytes);
  const pageTree = builder.allocate();
  const font = await addFontFor(builder, sources);
  const pages: PdfReference[] = [];
  for (const page of sources) pages.push(await addPage(builder, page, pageTree, font));
  builder.set(pageTree, dict({ Type: name('Pages'), Kids: pages, Count: pages.length }));

  const title = input.title.normalize('NFC').trim() || PROGRAM;
  const metadata = { title, creator: PROGRAM, producer: PROGRAM, createdAt: input.createdAt };
  const profile = await deflatedStream({ N: 3 }, srgbProfile());
  const root = builder.add(
    dict({
      Type: name('Catalog'),
      Pages: pageTree,
      Lang: textString('vi-VN'),
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      PageLabels: dict({ Nums: [0, dict({ S: name('D') })] }),
      // Unfiltered, so that programs that know no PDF find it (ISO 19005-2 §6.6.2.1).
      Metadata: builder.add(
        new PdfStream(dict({ Type: name('Metadata'), Subtype: name('XML') }), xmpPacket(metadata)),
      ),
      OutputIntents: [
        dict({
          Type: name('OutputIntent'),
          S: name('GTS_PDFA1'),
          OutputConditionIdentifier: textString('sRGB IEC61966-2-1'),
          Info: textString('sRGB IEC61966-2-1'),
          DestOutputProfile: builder.add(profile),
        }),
      ],
    }),
  );
  const info = builder.add(
    dict({
      Title: textString(title),
      Creator: textString(PROGRAM),
      Producer: textString(PROGRAM),
      CreationDate: dateString(input.createdAt),
      ModDate: dateString(input.createdAt),
    }),
  );
  return builder.finish({ Root: root, Info: info });
}

/** null when no page has text: a font that is not used would be of no use. */
async function addFontFor(
  builder: DocumentBuilder,
  pages: readonly SearchablePage[],
): Promise<PdfReference | null> {
  const units = new Set<number>();
  for (const { textLayer } of pages) {
    if (!textLayer) continue;
    for (const unit of textLayerUnits(textLayer)) units.add(unit);
  }
  return units.size > 0 ? addGlyphlessFont(builder, units) : null;
}

async function addPage(
  builder: DocumentBuilder,
  page: SearchablePage,
  pageTree: PdfReference,
  font: PdfReference | null,
): Promise<PdfReference> {
  const { frame, textLayer } = page;
  const size = frameSize(frame);
  const scale = pointsPerPixel(frame);
  const matrix = imageMatrix(frame, scale).map(formatNumber).join(' ');
  const text = textLayer && font ? textLayerContent(textLayer, scale) : '';
  const content = latin1(`q\n${matrix} cm\n/Im0 Do\nQ\n${text}`);
  const image = typeof page.image === 'function' ? await page.image() : page.image;
  return builder.add(
    dict({
      Type: name('Page'),
      Parent: pageTree,
      MediaBox: [0, 0, size.widthPx * scale, size.heightPx * scale],
      Resources: dict({
        XObject: dict({ Im0: await addPageImage(builder, image) }),
        ...(text && font ? { Font: dict({ F0: font }) } : {}),
      }),
      Contents: builder.add(await deflatedStream({}, content)),
    }),
  );
}

/** Points of the page per pixel of its frame, kept within the page sizes that PDF knows. */
export function pointsPerPixel(frame: PageFrame): number {
  const { dpi } = frame;
  const size = frameSize(frame);
  const wanted = dpi > 0 && Number.isFinite(dpi) ? 72 / dpi : 72 / 200;
  const longest = Math.max(size.widthPx, size.heightPx);
  const shortest = Math.min(size.widthPx, size.heightPx);
  return Math.min(Math.max(wanted, MIN_PAGE_PT / shortest), MAX_PAGE_PT / longest);
}
