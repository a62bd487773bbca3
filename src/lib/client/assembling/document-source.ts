import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { mapInOrder } from '#lib/client/importing/map-in-order.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { DocumentSource } from './assemble-document.ts';

/** To check its SHA-256 a page is in memory for a moment. */
const PAGES_AT_A_TIME = 4;

/** Where the bytes of a document are read from; both check the SHA-256 and throw `PAGE_DATA_LOST`. */
export type DocumentReader = {
  readPageImage(pageId: string): Promise<Blob>;
  readAsIsFile(document: BatchDocument): Promise<Blob>;
};

/**
 * Everything a PDF of this document is made of. Removed pages are left out, blank ones stay
 * (TT 01/2023 Đ8 k2c); text that belongs to an earlier turn of the page is not used.
 */
export async function documentSource(
  document: BatchDocument,
  pages: readonly Page[],
  layers: readonly TextLayer[],
  reader: DocumentReader,
): Promise<DocumentSource> {
  if (document.kind === 'as-is') {
    return { kind: 'as-is', file: await reader.readAsIsFile(document) };
  }
  if (pages.length === 0) throw new AppError('PAGE_DATA_LOST', { fileName: document.fileName });
  return {
    kind: 'scanned',
    title: titleOf(document),
    createdAt: new Date(scanTime(document, pages)),
    pages: await mapInOrder(pages, PAGES_AT_A_TIME, async (page, index) => {
      const layer = layers[index];
      const isCurrent = page.recognition.imageRevision === page.imageRevision;
      return {
        image: await reader.readPageImage(page.id),
        frame: page.frame,
        ...(layer && isCurrent ? { textLayer: layer } : {}),
      };
    }),
  };
}

/** Instant of the scan or import (TT 01/2023 Đ8 k1); of the first page when pages were merged. */
export function scanTime(document: BatchDocument, pages: readonly Page[]): string {
  const times = pages.flatMap((page) => page.importedAt ?? []).sort();
  return document.importedAt ?? times[0] ?? document.acceptedAt ?? new Date(0).toISOString();
}

/** `Giấy phép số 05/GP-SVHTTDL: Kinh doanh dịch vụ lữ hành nội địa`, as viewers show it. */
export function titleOf(document: BatchDocument): string {
  const { title, numberNotation, abstract } = document.metadata;
  const number = fieldValue(numberNotation);
  const head = [fieldValue(title), number === '' ? '' : `số ${number}`].filter(Boolean).join(' ');
  const text = [head, fieldValue(abstract)].filter(Boolean).join(': ');
  return text === '' ? document.fileName : text;
}
