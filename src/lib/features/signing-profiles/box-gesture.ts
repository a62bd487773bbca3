/** Points of A4; x to the right, y upwards. */
export type Step = { x: number; y: number };

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};
const LARGE_STEP_PT = 10;

/** What an arrow key asks for: 1 pt, with Shift 10 pt; null for every other key. */
export function stepOfKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): Step | null {
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return null;
  const length = event.shiftKey ? LARGE_STEP_PT : 1;
  return { x: step.x * length, y: step.y * length };
}

/**
 * Follows the pointer from its press to its release. `onmove` hears the whole way so far, in points;
 * `ondone` the whole way, or null when the drag was broken off.
 */
export function followPointer(
  press: PointerEvent,
  pixelsPerPoint: number,
  { onmove, ondone }: { onmove: (way: Step) => void; ondone: (way: Step | null) => void },
): void {
  const target = press.currentTarget;
  if (press.button !== 0 || !(target instanceof HTMLElement)) return;
  const ended = new AbortController();
  const way = (event: PointerEvent): Step => ({
    x: (event.clientX - press.clientX) / pixelsPerPoint,
    y: (press.clientY - event.clientY) / pixelsPerPoint,
  });
  const end = (result: Step | null) => {
    ended.abort();
    ondone(result);
  };
  target.setPointerCapture(press.pointerId);
  const { signal } = ended;
  target.addEventListener('pointermove', (event) => onmove(way(event)), { signal });
  target.addEventListener('pointerup', (event) => end(way(event)), { signal });
  target.addEventListener('pointercancel', () => end(null), { signal });
  target.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') end(null);
    },
    { signal },
  );
}
