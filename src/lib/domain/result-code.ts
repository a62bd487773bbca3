import type { Metadata } from './metadata.ts';

/**
 * Mã kết quả số hóa. TT 01/2023/TT-VPCP Đ10 asks for a structured code; the legal template itself is
 * not verified, this is the practised one and is configuration. Without an identifier its place
 * stays blank (Đ10 k2).
 */
export const DEFAULT_RESULT_CODE_TEMPLATE = '{ownerIdentifier}.{paperTypeCode}.{numberNotation}';

export function resultCode(template: string, metadata: Metadata): string {
  return template
    .replace(/\{(ownerIdentifier|paperTypeCode|numberNotation|dossierCode)\}/gu, (_, key: string) =>
      metadata[
        key as 'ownerIdentifier' | 'paperTypeCode' | 'numberNotation' | 'dossierCode'
      ].trim(),
    )
    .normalize('NFC');
}
