/** Pages that are dragged inside the station; another program does not understand them. */
const TYPE = 'application/x-tram-so-hoa-pages';

export function writePages(event: DragEvent, pageIds: readonly string[]): void {
  event.dataTransfer?.setData(TYPE, pageIds.join('\n'));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
}

export function hasPages(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(TYPE) ?? false;
}

/** The pointer is nearer to the right edge of the element that handles the event. */
export function isInRightHalf({ clientX, currentTarget }: DragEvent): boolean {
  if (!(currentTarget instanceof Element)) return false;
  const { left, width } = currentTarget.getBoundingClientRect();
  return clientX > left + width / 2;
}

/** The pointer leaves the element that handles the event, not only one of its children. */
export function leaves({ currentTarget, relatedTarget }: DragEvent): boolean {
  const isInside = relatedTarget instanceof Node && currentTarget instanceof Node;
  return !(isInside && currentTarget.contains(relatedTarget));
}

export function readPages(event: DragEvent): string[] {
  const text = event.dataTransfer?.getData(TYPE) ?? '';
  return text === '' ? [] : text.split('\n');
}
