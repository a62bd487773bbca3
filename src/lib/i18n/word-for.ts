/** The word for a value that comes from outside; empty for one that has none. */
export function wordFor(words: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? '') : '';
}
