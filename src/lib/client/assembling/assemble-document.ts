import type { PageFrame, TextLayer } from '#lib/domain/text-layer.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import { buildSearchablePdf, type SearchablePage } from '#lib/pdf/searchable-pdf.ts';
import { readPageImage, type PageTones } from './page-image.ts';

/** What a PDF is made of. `image` was read back and its SHA-256 checked. */
export type DocumentSource =
  | {
      kind: 'scanned';
      title: string;
      /** Time of the scan. */
      createdAt: Date;
      pages: { image: Blob; frame: PageFrame; textLayer?: TextLayer }[];
      /** Left out: every page keeps all that was scanned. */
      tones?: PageTones;
    }
  /** A PDF with text or signatures of its own: its bytes are taken as they are. */
  | { kind: 'as-is'; file: Blob };

export type AssembledDocument = { pdf: Uint8Array; pageCount: number };

/** Page images → searchable PDF/A-2u, page by page; an as-is file comes back unchanged. */
export async function assembleDocument(source: DocumentSource): Promise<AssembledDocument> {
  if (source.kind === 'as-is') {
    const pdf = new Uint8Array(await source.file.arrayBuffer());
    const { pageCount } = await inspectPdf(pdf);
    return { pdf, pageCount };
  }
  const { title, createdAt, tones } = source;
  const imageBytes = source.pages.reduce((sum, { image }) => sum + image.size, 0);
  const pages = source.pages.map(({ image, frame, textLayer }): SearchablePage => {
    const hasText = textLayer && textLayer.lines.length > 0;
    return { image: () => readPageImage(image, tones), frame, ...(hasText ? { textLayer } : {}) };
  });
  const pdf = await buildSearchablePdf({ title, createdAt, pages, imageBytes });
  return { pdf, pageCount: pages.length };
}
