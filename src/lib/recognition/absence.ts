import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import type { DocumentText } from './document-text.ts';

/** What on folded text tells that a field may be there after all, though it was not read. */
const traces: Partial<Record<MetadataKey, RegExp>> = {
  dossierCode:
    /ma (?:so )?ho so|so ho so|ho so (?:ma )?so|[a-y][0-9o]{2}[.,]?[0-9o.,]{0,10}\s?[-–—]\s?[0-9oil]{5,7}\s?[-–—]/u,
  expiresOn:
    /vinh vien|vo thoi han|khong (?:xac dinh )?thoi han|(?:gia tri|hieu luc|thoi han)[^.;]{0,60}(?:den|het|\d+ ?(?:\([a-z ]+\) ?)?(?:nam|thang))|gia han|co gia tri/u,
  scope: /pham vi|toan quoc|ca nuoc|tren dia ban/u,
  ownerIdentifier:
    /cccd|cmnd|can cuoc(?! (?:luat|nghi|thong|quyet|cong van|vao|quy))|chung minh|ma so (?:thue|doanh nghiep|dn|to chuc|hop tac xa|ho kinh doanh)|mst|dinh danh|ho chieu|dang ky (?:kinh doanh|doanh nghiep) so|(?<!\d)(?:\d[ .]?){9,12}(?!\d)/u,
};

/** Below this the pages were read too badly to say that anything is missing. */
const LEGIBLE = 0.86;
/** Codes of dossiers came with TT 01/2018/TT-VPCP. */
const FIRST_DOSSIER_YEAR = 2018;

/**
 * How certain it is (0–1) that the paper does not have the fields that were not found. Only fields
 * that a paper may lack (TT 01/2023/TT-VPCP Đ9 k2: “nếu có”) can be surely absent: every paper has a
 * number, a date, a signer. `pageConfidence` 0–1 is that of the page that was read worst.
 */
export function absences(
  text: DocumentText,
  found: ReadonlySet<MetadataKey>,
  pageConfidence: number,
  issuedOn: string | undefined,
): Partial<Record<MetadataKey, number>> {
  const folded = text.flow.folded;
  if (folded.length < 80) return {};
  const absent: Partial<Record<MetadataKey, number>> = {};
  for (const key of metadataKeys) {
    const trace = traces[key];
    if (!trace || found.has(key)) continue;
    const isTooOld =
      key === 'dossierCode' &&
      issuedOn !== undefined &&
      Number(issuedOn.slice(0, 4)) < FIRST_DOSSIER_YEAR;
    if (isTooOld) absent[key] = 0.99;
    else if (trace.test(folded)) absent[key] = 0.4;
    else absent[key] = pageConfidence >= LEGIBLE ? 0.97 : 0.7;
  }
  return absent;
}
