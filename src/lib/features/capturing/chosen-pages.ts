/** Chosen pages in the order of the screen; the focused one where none of them is there. */
export function chosenInOrder(
  order: readonly string[],
  chosen: readonly string[],
  focused: string | null,
): ReadonlySet<string> {
  const wanted = new Set(chosen);
  const found = order.filter((id) => wanted.has(id));
  return new Set(found.length > 0 || focused === null ? found : [focused]);
}
