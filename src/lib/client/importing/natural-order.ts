const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'base' });

/** The order a person expects of scanned files: `SCAN_2` before `SCAN_10`, folder by folder. */
export function compareNaturally(first: string, second: string): number {
  const a = first.normalize('NFC').split('/');
  const b = second.normalize('NFC').split('/');
  for (let depth = 0; depth < Math.min(a.length, b.length); depth += 1) {
    const order = collator.compare(a[depth] ?? '', b[depth] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
