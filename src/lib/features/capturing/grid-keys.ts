/** Where an item stands on the screen, in pixels. */
export type Place = { left: number; top: number; height: number };

/** Places of the pages in a list, in order. */
export function placesOf(list: HTMLElement | null): Place[] {
  const pages = list?.querySelectorAll<HTMLElement>('[data-page]') ?? [];
  return Array.from(pages, (page) => page.getBoundingClientRect());
}

/**
 * The item that a key leads to from `here`; `null` = not a key of the list. Up and down go to the
 * nearest item of the row above or below, as the eye does.
 */
export function placeAfterKey(key: string, here: number, places: () => Place[]): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, here - 1);
    case 'ArrowRight':
      return here + 1;
    case 'Home':
      return 0;
    case 'End':
      return places().length - 1;
    case 'ArrowUp':
      return inNextRow(places(), here, -1);
    case 'ArrowDown':
      return inNextRow(places(), here, 1);
    default:
      return null;
  }
}

function inNextRow(places: Place[], here: number, direction: -1 | 1): number {
  const own = places[here];
  if (!own) return 0;
  const beyond = places.flatMap((place, index) =>
    (place.top - own.top) * direction > own.height / 2 ? [{ ...place, index }] : [],
  );
  const rowTop = beyond.reduce(
    (nearest, { top }) => (nearest === null || (top - nearest) * direction < 0 ? top : nearest),
    null as number | null,
  );
  if (rowTop === null) return here;
  const row = beyond.filter(({ top }) => Math.abs(top - rowTop) <= own.height / 2);
  row.sort((a, b) => Math.abs(a.left - own.left) - Math.abs(b.left - own.left));
  return row[0]?.index ?? here;
}
