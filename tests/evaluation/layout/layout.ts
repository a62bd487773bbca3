import type { Random } from '#fixtures/scanning/random.ts';
import type { DocumentKind } from '../documents/document-kinds.ts';
import type { Era } from '../documents/eras.ts';
import type { Part } from '../wording/part-wording.ts';
import type { FaceName, HandName } from './faces.ts';

/** How one document is set. All measures in points. */
export type Layout = {
  face: FaceName;
  hand: HandName;
  handInk: string;
  sizePt: number;
  lineSpacing: number;
  margins: { topPt: number; rightPt: number; bottomPt: number; leftPt: number };
  indentPt: number;
  paragraphGapPt: number;
  isJustified: boolean;
  /** `columns`: agency left, motto right. `motto-above`: motto across, agency below at the left. */
  letterhead: 'columns' | 'left-aligned' | 'motto-above';
  rule: 'line' | 'dashes' | 'equals' | 'none';
  datePlace: 'under-motto' | 'level-with-number' | 'above-signer';
  abstractStyle: 'bold' | 'italic' | 'bold-italic' | 'regular';
  abstractPrefix: '' | 'Về việc ' | 'V/v ';
  headingSizePt: number;
  isHeadingSpaced: boolean;
  /** `GIẤY PHÉP BÁN LẺ RƯỢU` in one breath, all in capitals. */
  isTitleJoined: boolean;
  /** `ngày 12-3-1986` or `ngày 12/3/1998` instead of the long form. */
  hasShortDate: boolean;
  /** Room between the last title and the name of who signs. */
  signatureGapPt: number;
  /** Room for a photograph of the holder, or a code in the corner. */
  ornament: 'photograph' | 'bar-code' | 'none';
  pageNumber: 'top' | 'bottom' | 'bottom-right' | 'of-total' | 'none';
  /** Middle of the signature column, as a share of the text width. */
  signerAt: number;
  hasFrame: boolean;
  isTyped: boolean;
};

const facesOf: Record<
  Part,
  { serif: FaceName[]; sans: FaceName; typed: FaceName[]; dots: FaceName }
> = {
  tuning: {
    serif: ['tinos', 'tinos', 'tinos', 'freeSerif', 'charis'],
    sans: 'liberationSans',
    typed: ['freeMono', 'cursor'],
    dots: 'notoMono',
  },
  test: {
    serif: ['liberationSerif', 'termes', 'liberationSerif', 'gentium'],
    sans: 'freeSans',
    typed: ['liberationMono', 'cursor'],
    dots: 'notoMono',
  },
};
const handsOf: Record<Part, HandName[]> = {
  tuning: ['breip', 'dkg', 'femke'],
  test: ['rufscript', 'kristi', 'dkg'],
};

export function planLayout(part: Part, kind: DocumentKind, era: Era, random: Random): Layout {
  const isTyped = era === 'typewriter';
  const set = facesOf[part];
  const isCertificate = ['certificate', 'practice-certificate', 'bilingual-licence'].includes(kind);
  const isForm = ['birth-certificate', 'civil-extract', 'reception-slip'].includes(kind);
  const isOld = isTyped || era === 'nineties';
  // The two parts set their pages by different measures.
  const looseness = part === 'tuning' ? random.between(1.16, 1.32) : random.between(1.22, 1.5);
  return {
    face: isTyped
      ? random.pick(set.typed)
      : random.next() < 0.1
        ? set.sans
        : random.pick(set.serif),
    hand: random.pick(handsOf[part]),
    handInk: random.pick(['rgb(30, 52, 150)', 'rgb(24, 36, 110)', 'rgb(34, 34, 40)']),
    sizePt: isTyped
      ? random.pick([10.5, 11, 11.5])
      : random.pick(part === 'tuning' ? [13, 13.5, 14] : [12, 13, 14]),
    lineSpacing: isTyped ? random.between(1.3, 1.75) : looseness,
    margins: {
      topPt: random.between(48, 72),
      rightPt: random.between(40, 57),
      bottomPt: random.between(52, 72),
      leftPt: random.between(76, 100),
    },
    indentPt: random.pick(part === 'tuning' ? [28.35, 36] : [0, 28.35, 42]),
    paragraphGapPt: random.pick(part === 'tuning' ? [4, 6] : [2, 6, 8]),
    isJustified: !isTyped && random.next() < 0.85,
    letterhead: isForm
      ? random.pick(['columns', 'motto-above'] as const)
      : isCertificate && random.next() < 0.4
        ? 'motto-above'
        : random.next() < 0.12
          ? 'left-aligned'
          : 'columns',
    rule: isTyped
      ? random.pick(['dashes', 'equals', 'none'] as const)
      : random.pick(['line', 'line', 'line', isOld ? 'dashes' : 'line'] as const),
    datePlace:
      isForm || (isCertificate && random.next() < 0.5)
        ? 'above-signer'
        : random.pick(['under-motto', 'level-with-number'] as const),
    abstractStyle: isTyped
      ? 'regular'
      : random.pick(
          part === 'tuning'
            ? (['bold', 'bold', 'bold-italic'] as const)
            : (['bold', 'italic', 'regular'] as const),
        ),
    abstractPrefix: [
      'decision',
      'notice',
      'proposal',
      'plan',
      'report',
      'minutes',
      'approval',
      'invitation',
    ].includes(kind)
      ? random.pick(
          isOld ? (['V/v ', 'Về việc '] as const) : (['Về việc ', 'Về việc ', ''] as const),
        )
      : '',
    headingSizePt: isTyped ? 12 : random.pick([14, 14, 15, 16, 18]),
    isHeadingSpaced: isTyped && random.next() < 0.35,
    isTitleJoined: ['licence', 'certificate'].includes(kind) && !isTyped && random.next() < 0.4,
    hasShortDate: isOld && random.next() < 0.25,
    signatureGapPt: random.between(48, 92),
    ornament:
      kind === 'practice-certificate' && random.next() < 0.6
        ? 'photograph'
        : kind === 'reception-slip'
          ? 'bar-code'
          : 'none',
    pageNumber: random.pick(
      part === 'tuning'
        ? (['top', 'bottom', 'none'] as const)
        : (['top', 'bottom-right', 'of-total'] as const),
    ),
    signerAt: random.between(0.7, 0.78),
    hasFrame: isCertificate && random.next() < 0.5,
    isTyped,
  };
}
