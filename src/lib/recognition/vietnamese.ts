/** Lower case without diacritics, đ = d, one character for each: places in the text stay the same. */
export function foldInPlace(text: string): string {
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  if (character === 'đ' || character === 'Đ' || character === 'Ð' || character === 'ð') return 'd';
  const plain = character
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return plain.length === character.length ? plain : character;
}

/** 1 for equal texts, 0 for nothing in common: Levenshtein over the longer length. */
export function similarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Whether the letters are (nearly) all capitals, as headings and positions are printed. */
export function isCapitals(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return letters.length >= 2 && capitals.length / letters.length >= 0.8;
}

/** Whether each word begins with one capital and goes on in small letters, as names do. */
export function isTitleCase(text: string): boolean {
  return text.split(' ').every((word) => /^\p{Lu}[\p{Ll}'’]*$/u.test(word));
}

export function capitalizeFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function capitalizeEach(text: string): string {
  return text.split(' ').map(capitalizeFirst).join(' ');
}
