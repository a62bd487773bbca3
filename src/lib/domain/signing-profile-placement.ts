import type { ProfilePlacement } from './signing-profile.ts';

/** Points of A4 that stands upright, origin bottom left. */
export type SheetRectangle = { x: number; y: number; width: number; height: number };

/** Points. */
export const sheet = { width: 595, height: 842 } as const;
const LEAST_SIZE = 8;

/**
 * The placement after its box was moved by hand from where it is shown. A corner stays a corner, the
 * nearer one; a place that was found in the text becomes one by hand.
 */
export function movePlacement(
  placement: ProfilePlacement,
  shown: SheetRectangle,
  by: { x: number; y: number },
): ProfilePlacement {
  if (placement.kind !== 'corner') {
    // What is drawn may lag behind quick steps of a box that stands by hand already.
    const from = placement.kind === 'fixed' ? placement : shown;
    return byHand({ ...from, x: from.x + by.x, y: from.y + by.y });
  }
  const { width, height, insetX, insetY } = placement;
  const left = (placement.corner === 'top-left' ? insetX : sheet.width - insetX - width) + by.x;
  const x = within(left, 0, sheet.width - width);
  const isLeft = x + width / 2 < sheet.width / 2;
  return {
    ...placement,
    corner: isLeft ? 'top-left' : 'top-right',
    insetX: rounded(isLeft ? x : sheet.width - x - width),
    insetY: rounded(within(insetY - by.y, 0, sheet.height - height)),
  };
}

/** The placement after the lower right corner of its box was pulled; the upper left one stays. */
export function resizePlacement(
  placement: ProfilePlacement,
  by: { width: number; height: number },
): ProfilePlacement {
  switch (placement.kind) {
    case 'corner': {
      const { corner, insetX, insetY } = placement;
      const room = corner === 'top-left' ? sheet.width - insetX : placement.width + insetX;
      const width = rounded(within(placement.width + by.width, LEAST_SIZE, room));
      const height = within(placement.height + by.height, LEAST_SIZE, sheet.height - insetY);
      const grown = width - placement.width;
      return {
        ...placement,
        width,
        height: rounded(height),
        insetX: corner === 'top-left' ? insetX : rounded(insetX - grown),
      };
    }
    case 'between-title-and-name':
      return {
        ...placement,
        width: rounded(within(placement.width + by.width, LEAST_SIZE, sheet.width)),
        height: rounded(within(placement.height + by.height, LEAST_SIZE, sheet.height)),
      };
    case 'over-signature':
      // Real size is not a matter of taste (NĐ 30/2020 PL I II.8a).
      return placement;
    case 'fixed': {
      const { x, y } = placement;
      const top = y + placement.height;
      const width = within(placement.width + by.width, LEAST_SIZE, sheet.width - x);
      const height = within(placement.height + by.height, LEAST_SIZE, top);
      return byHand({ x, y: top - height, width, height });
    }
  }
}

function byHand({ x, y, width, height }: SheetRectangle): ProfilePlacement {
  return {
    kind: 'fixed',
    x: rounded(within(x, 0, sheet.width - width)),
    y: rounded(within(y, 0, sheet.height - height)),
    width: rounded(width),
    height: rounded(height),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

/** Half points are finer than anybody sees and read well in a field. */
function rounded(points: number): number {
  return Math.round(points * 2) / 2;
}
