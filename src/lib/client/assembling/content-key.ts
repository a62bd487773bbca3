import { isFiled } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';

/**
 * Names what a signed PDF was made of: the pages that are kept, their order, bytes, frames and the
 * recognition their text comes from. Metadata is no part of it: it lives beside the PDF, so correcting
 * a field after signing keeps the signature. Every change of a page or its text asks for a new one.
 */
export function contentKey(document: BatchDocument, pages: readonly Page[]): string {
  return JSON.stringify(
    keptPages(document, pages).map((page) => [
      page.id,
      page.sha256,
      page.imageRevision,
      page.frame.rotation,
      page.frame.skewDegrees,
      page.frame.dpi,
      page.recognition.imageRevision ?? null,
      // Left out where there is none, so that what was signed before pages were cropped stays signed.
      ...(page.frame.crop ? [page.frame.crop] : []),
    ]),
  );
}

/** False when pages or text changed after signing; a PDF that is kept as it is never changes. */
export function isSignatureCurrent(document: BatchDocument, pages: readonly Page[]): boolean {
  if (!document.signed) return false;
  if (document.kind === 'as-is' || document.signed.contentKey === undefined) return true;
  return document.signed.contentKey === contentKey(document, pages);
}

/** Pages in the order of the document; blank ones stay (TT 01/2023 Đ8 k2c) unless they were left out. */
export function keptPages(document: BatchDocument, pages: readonly Page[]): Page[] {
  const byId = new Map(pages.map((page) => [page.id, page]));
  return document.pageIds.flatMap((id) => {
    const page = byId.get(id);
    return page && isFiled(page) ? [page] : [];
  });
}
