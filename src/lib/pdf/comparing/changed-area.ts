import { outlineOf, type Painted } from '../painting/painted.ts';
import { paintPage } from '../painting/painter.ts';
import { uprightBounds } from '../painting/shapes.ts';
import type { PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';
import type { Step } from './step.ts';

/**
 * Around everything that only one of the two states paints, so that the place can be shown; null
 * when both paint the same at the same places, as far as can be told.
 */
export function changedArea(step: Step, before: PdfPage, after: PdfPage): UprightRectangle | null {
  const old = countByKey(paintPage(step.before, before));
  const now = countByKey(paintPage(step.after, after));
  const differing = [...onlyIn(old, now), ...onlyIn(now, old)];
  return around(after, differing);
}

/** Around what a resource of the page draws, before or after, such as `/Font/F1`. */
export function areaOfResource(
  step: Step,
  before: PdfPage,
  after: PdfPage,
  path: string,
): UprightRectangle | null {
  const drawn = (file: PdfFile, page: PdfPage) =>
    paintPage(file, page).filter(({ source }) => source === path);
  return around(after, [...drawn(step.before, before), ...drawn(step.after, after)]);
}

function around(page: PdfPage, items: readonly Painted[]): UprightRectangle | null {
  return items.length === 0 ? null : uprightBounds(page, items.flatMap(outlineOf));
}

type Counted = Map<string, Painted[]>;

/** Items with the same key look the same. */
function countByKey(items: readonly Painted[]): Counted {
  return Map.groupBy(items, (item) => {
    const places = outlineOf(item).flatMap((polygon) =>
      polygon.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`),
    );
    return `${item.kind} ${item.source} ${item.kind === 'text' ? item.text : ''} ${places.join(' ')}`;
  });
}

function onlyIn(these: Counted, others: Counted): Painted[] {
  return [...these].flatMap(([key, items]) => items.slice(others.get(key)?.length ?? 0));
}
