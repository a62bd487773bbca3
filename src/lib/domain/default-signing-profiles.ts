import type { SigningProfile, SigningProfileKind } from './signing-profile.ts';

/** Top margin of A4 in which the corner signatures stand, points. */
const CORNER = { insetY: 12, width: 170, height: 30 } as const;
/** The size that the decree names (NĐ 30/2020 PL I). */
const FONT_SIZE = 10;

/** Where neither the unit nor one above it has a profile of its own. */
export const defaultSigningProfiles = {
  /** TT 01/2023 Đ8 k1: name of the scanning person and time of scan, top left on page 1. */
  scan: {
    id: 'default-scan',
    kind: 'scan',
    name: 'Chữ ký của người quét',
    signer: 'person',
    page: 'first',
    placement: { kind: 'corner', corner: 'top-left', insetX: 40, ...CORNER, width: 200 },
    text: {
      lines: ['Người quét: {signerName}', 'Thời gian quét: {scannedAt}'],
      fontSize: FONT_SIZE,
    },
    image: null,
    copyForm: null,
    level: 'B-B',
  },
  /** NĐ 30/2020 PL I phần II: form, agency, time; no image. */
  copy: {
    id: 'default-copy',
    kind: 'copy',
    name: 'Sao y của cơ quan',
    signer: 'agency',
    page: 'first',
    placement: { kind: 'corner', corner: 'top-right', insetX: 20, ...CORNER },
    text: { lines: ['{copyForm}', '{agency}', '{signedAt}'], fontSize: FONT_SIZE },
    image: null,
    copyForm: 'true-copy',
    level: 'B-LTA',
  },
  /** NĐ 30/2020 PL I mục II.7d: the blue signature between title and name. */
  approve: {
    id: 'default-approve',
    kind: 'approve',
    name: 'Người có thẩm quyền ký duyệt',
    signer: 'person',
    page: 'last',
    placement: { kind: 'between-title-and-name', width: 110, height: 64 },
    text: null,
    image: 'signature',
    copyForm: null,
    level: 'B-T',
  },
  /** NĐ 30/2020 PL I mục II.8a: the seal in its real size over a third of the signature. */
  issue: {
    id: 'default-issue',
    kind: 'issue',
    name: 'Phát hành có dấu cơ quan',
    signer: 'agency',
    page: 'last',
    placement: { kind: 'over-signature', diameterMm: 36, share: 1 / 3 },
    text: null,
    image: 'seal',
    copyForm: null,
    level: 'B-LTA',
  },
  /** NĐ 30/2020 PL I mục II.8b, III.1d: number, notation and time; the image is not shown. */
  appendix: {
    id: 'default-appendix',
    kind: 'appendix',
    name: 'Văn bản kèm theo',
    signer: 'agency',
    page: 'first',
    placement: { kind: 'corner', corner: 'top-right', insetX: 20, ...CORNER },
    text: { lines: ['{numberNotation}', '{signedAt}'], fontSize: FONT_SIZE },
    image: null,
    copyForm: null,
    level: 'B-LTA',
  },
} as const satisfies { [Kind in SigningProfileKind]: SigningProfile & { kind: Kind } };
