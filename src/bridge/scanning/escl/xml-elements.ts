/**
 * Contents of all elements of a name, whatever their namespace prefix, in order. For the small, flat
 * documents of eSCL, in which no element stands within one of its own name.
 */
export function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(
    `<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?(?:/>|>([^]*?)</(?:[\\w-]+:)?${name}\\s*>)`,
    'gu',
  );
  return [...xml.matchAll(pattern)].map(([, content = '']) => content.trim());
}

/** Text of the first element of a name; empty without one. */
export function elementText(xml: string, name: string): string {
  return unescape(elements(xml, name)[0] ?? '');
}

/** Number in the first element of a name; `null` without one. */
export function elementNumber(xml: string, name: string): number | null {
  const text = elementText(xml, name);
  return /^\d+$/u.test(text) ? Number(text) : null;
}

function unescape(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => characters[name] ?? '');
}
