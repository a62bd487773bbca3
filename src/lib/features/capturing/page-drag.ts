/** Pages that are dragged inside the station; another program does not understand them. */
const TYPE = 'application/x-tram-so-hoa-pages';

export function writePages(event: DragEvent, pageIds: readonly string[]): void {
  event.dataTransfer?.setData(TYPE, pageIds.join('\n'));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
}

export function hasPages(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(TYPE) ?? false;
}

export function readPages(event: DragEvent): string[] {
  const text = event.dataTransfer?.getData(TYPE) ?? '';
  return text === '' ? [] : text.split('\n');
}
