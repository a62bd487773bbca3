import type { Page } from '#lib/client/batches/model.ts';
import type { Messages } from '#lib/i18n/index.ts';
import { type PageWarning, pageWarnings } from '#lib/imaging/analyse-page.ts';
import type { PageChange } from '#lib/imaging/page-changes.ts';

/** A side that loses less than this is not told. */
const LEAST_TOLD_MM = 0.1;

export function pageStateWords(
  page: Page,
  progress: number | null,
  m: Messages['capturing'],
): string {
  return m.page.states[progress === null ? page.recognition.state : 'working'];
}

/** What is wrong with the scan, in words. */
export function warningWords(page: Pick<Page, 'warnings'>, m: Messages['capturing']): string[] {
  const words: Record<PageWarning, string> = m.page.warnings;
  return pageWarnings
    .filter((warning) => page.warnings.includes(warning))
    .map((warning) => words[warning]);
}

type Numbers = { number: (value: number, digits?: number) => string };

/** What clean-up did to the view of a page, in words. */
export function pageChangeWords(
  change: PageChange,
  m: Messages['capturing'],
  { number }: Numbers,
): string {
  const words = m.page.cleanedUp;
  switch (change.kind) {
    case 'turned':
      return words.turned(number(change.degrees));
    case 'straightened':
      return words.straightened(number(change.degrees));
    case 'cropped':
      return words.cropped(
        [
          { mm: change.leftMm, say: words.sides.left },
          { mm: change.topMm, say: words.sides.top },
          { mm: change.rightMm, say: words.sides.right },
          { mm: change.bottomMm, say: words.sides.bottom },
        ]
          .filter(({ mm }) => mm >= LEAST_TOLD_MM)
          .map(({ mm, say }) => say(number(mm)))
          .join(', '),
      );
  }
}
