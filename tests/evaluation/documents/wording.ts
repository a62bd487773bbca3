/** `ngày 05 tháng 02 năm 2024`: days under 10 and months 1 and 2 with a leading 0 (NĐ 30/2020 PL I). */
export function longDate(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

export function shortDate(iso: string): string {
  return iso.split('-').reverse().join('/');
}

export function capitalize(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}

/** Tone on the second vowel, as typewriters and the first computers of offices had it. */
export function oldSpelling(text: string): string {
  const pairs = [
    ['òa', 'oà'],
    ['óa', 'oá'],
    ['ỏa', 'oả'],
    ['õa', 'oã'],
    ['ọa', 'oạ'],
    ['òe', 'oè'],
    ['óe', 'oé'],
    ['ỏe', 'oẻ'],
    ['ùy', 'uỳ'],
    ['úy', 'uý'],
    ['ủy', 'uỷ'],
    ['ũy', 'uỹ'],
    ['ụy', 'uỵ'],
  ] as const;
  let changed = text;
  for (const [from, to] of pairs) {
    // Before a final consonant both spellings agree already: hoàn, thuyết.
    const end = '(?![\\p{L}])';
    const upper = (value: string) => value.toLocaleUpperCase('vi');
    changed = changed
      .replaceAll(new RegExp(from + end, 'gu'), to)
      .replaceAll(new RegExp(upper(from) + end, 'gu'), upper(to))
      .replaceAll(new RegExp(capitalize(from) + end, 'gu'), capitalize(to));
  }
  return changed;
}
