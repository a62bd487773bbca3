/** A page of the stack as it was scanned. */
export type SheetPage = {
  id: string;
  isBlank: boolean;
  /** It shows the QR of a separator sheet. */
  isSheet: boolean;
  side?: 'front' | 'back';
};

/**
 * Separator sheets with their backs. A blank page behind a sheet is its back, unless it is known to
 * be a front: no document begins with a blank page. One before a sheet is its other side only where
 * the scanner says so (the sheet lay face down).
 */
export function separatorPages(pages: readonly SheetPage[]): string[] {
  return pages
    .filter((page, at) => {
      if (page.isSheet) return true;
      if (!page.isBlank) return false;
      const [before, after] = [pages[at - 1], pages[at + 1]];
      const isBack = before?.isSheet === true && before.side !== 'back' && page.side !== 'front';
      const isFaceDown = after?.isSheet === true && after.side === 'back' && page.side === 'front';
      return isBack || isFaceDown;
    })
    .map(({ id }) => id);
}
