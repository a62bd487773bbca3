/**
 * Mẫu ký: who signs where on the page and with what appearance, as data of an org unit
 * (NĐ 30/2020 PL I mục II.7d, II.8, phần II, III.1d; TT 01/2023 Đ8 k1).
 */
export const signingProfileKinds = ['scan', 'copy', 'approve', 'issue', 'appendix'] as const;
/** scan signature, sao y, approval by the competent person, issue with the seal, appendix. */
export type SigningProfileKind = (typeof signingProfileKinds)[number];

export const copyForms = ['true-copy', 'copy-of-copy', 'extract'] as const;
/** SAO Y, SAO LỤC, TRÍCH SAO (NĐ 30/2020 Đ25). */
export type CopyForm = (typeof copyForms)[number];

export const signatureLevels = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;
export type SignatureLevel = (typeof signatureLevels)[number];

/** Points of A4 (595 × 842), larger and smaller pages in proportion; what is real size stays so. */
export type ProfilePlacement =
  /** In the margin; moved until it covers no text, no code and no other signature. */
  | {
      kind: 'corner';
      corner: 'top-left' | 'top-right';
      /** From the nearest edges. */
      insetX: number;
      insetY: number;
      width: number;
      height: number;
    }
  /** Centred between the title and the name of the signer, found in the text of the last page. */
  | { kind: 'between-title-and-name'; width: number; height: number }
  /** The seal over a part of the signature image, to its left, in its real size. */
  | { kind: 'over-signature'; diameterMm: number; share: number }
  /** Drawn by hand in the editor: upright page, origin bottom left. */
  | { kind: 'fixed'; x: number; y: number; width: number; height: number };

/** Lines of text with `{…}` for the names of `profileFacts`; see `profileLines`. */
export type ProfileText = {
  lines: readonly string[];
  /** Points; the decree asks for 10. */
  fontSize: number;
};

export type SigningProfile = {
  id: string;
  kind: SigningProfileKind;
  name: string;
  /** Whose certificate signs. */
  signer: 'person' | 'agency';
  page: 'first' | 'last';
  placement: ProfilePlacement;
  /** null: no text. */
  text: ProfileText | null;
  /** An image with a transparent ground: the blue signature of the person, the red seal of the agency. */
  image: SigningImageKind | null;
  copyForm: CopyForm | null;
  level: SignatureLevel;
};

/** Images of a signing profile: the pen signature of a person, the seal of an agency. */
export const signingImageKinds = ['signature', 'seal'] as const;
export type SigningImageKind = (typeof signingImageKinds)[number];
