/** NFC, trimmed, inner white space squeezed to one space. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Search form: lower case, without diacritics, đ = d. `Đỗ Hồng` → `do hong`. */
export function foldDiacritics(text: string): string {
  return normalizeText(text)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .toLowerCase();
}

/** Search form of a number and notation: `05 / GP–SVHTTDL` → `5/gp-svhttdl`. */
export function foldNumberNotation(text: string): string {
  return foldDiacritics(text)
    .replace(/[–—−]/gu, '-')
    .replace(/\s+/gu, '')
    .replace(/^0+(?=\d)/u, '');
}
