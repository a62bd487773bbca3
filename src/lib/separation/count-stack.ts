/** A page of the stack, as far as counting sheets needs it. */
export type CountedPage = {
  side?: 'front' | 'back';
  isBlank: boolean;
  isSeparator: boolean;
  isLeftOut: boolean;
  /** A second scan of a sheet that is counted already, without its note. */
  isNoteTwin: boolean;
};

export type StackCount = {
  /** What the official holds against the paper; where no side is known, for both ways of scanning. */
  sheets: { counted: number } | { oneSided: number; twoSided: number };
  /** Pages of documents, left out ones included. */
  pages: number;
  separators: number;
  blanks: number;
  leftOut: number;
  /** Scanned on both sides, yet a back or a front is missing. */
  isOddDuplex: boolean;
};

/** Sheets and pages of a stack in the order it was scanned. */
export function countStack(stack: readonly CountedPage[]): StackCount {
  const scannedOnce = stack.filter((page) => !page.isNoteTwin);
  const separators = stack.filter((page) => page.isSeparator).length;
  const count = (wanted: (page: CountedPage) => boolean) =>
    stack.filter((page) => !page.isSeparator && wanted(page)).length;
  return {
    sheets: sheetsOf(scannedOnce),
    pages: stack.length - separators,
    separators,
    blanks: count((page) => page.isBlank),
    leftOut: count((page) => page.isLeftOut),
    isOddDuplex: hasLoneSide(scannedOnce),
  };
}

function sheetsOf(stack: readonly CountedPage[]): StackCount['sheets'] {
  const known = stack.filter((page) => page.side !== undefined);
  const unknown = stack.length - known.length;
  const fronts = known.filter((page, at) => page.side === 'front' || isLoneBack(known, at)).length;
  if (unknown === 0 && stack.length > 0) return { counted: fronts };
  return { oneSided: fronts + unknown, twoSided: fronts + Math.ceil(unknown / 2) };
}

/** One-sided scans have fronts alone; only where backs were scanned can one be missing. */
function hasLoneSide(stack: readonly CountedPage[]): boolean {
  if (!stack.some((page) => page.side === 'back')) return false;
  return stack.some(
    (page, at) => isLoneBack(stack, at) || (page.side === 'front' && isAmidBacks(stack, at)),
  );
}

function isLoneBack(stack: readonly CountedPage[], at: number): boolean {
  return stack[at]?.side === 'back' && stack[at - 1]?.side !== 'front';
}

/** A front without its back, where the sheet before or after it has one. */
function isAmidBacks(stack: readonly CountedPage[], at: number): boolean {
  if (stack[at + 1]?.side === 'back') return false;
  return stack[at - 1]?.side === 'back' || stack[at + 2]?.side === 'back';
}
