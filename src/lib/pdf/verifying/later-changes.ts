import { compareRevisions } from '../comparing/compare-revisions.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

/**
 * What was appended after a signature. `additions`: only what the signature permits. `suspicious`:
 * something that may change what the signed pages say.
 */
export type LaterChanges = 'none' | 'additions' | 'suspicious';

/** Compares the file with its first `signedLength` octets as after an approval signature. */
export function findLaterChanges(file: PdfFile, signedLength: number): LaterChanges {
  const { verdict } = compareRevisions(file, signedLength);
  if (verdict === 'none') return 'none';
  return verdict === 'allowed' ? 'additions' : 'suspicious';
}
