import type { ChangeKind } from '#lib/protocol/validation-report.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';

export { changeKinds, type ChangeKind } from '#lib/protocol/validation-report.ts';

export type Change = {
  kind: ChangeKind;
  isAllowed: boolean;
  /** From 1, as the document is now; null: no place on a page. */
  page: number | null;
  /** On the upright page; null: the whole page, or no place at all. */
  rectangle: UprightRectangle | null;
  /** Fully qualified name of the form field that it is about. */
  fieldName: string | null;
  /** For experts: the keys that lead there, such as `/Page/Resources/Font/F1`. */
  path: string;
};

export type RevisionComparison = {
  /** `none`: nothing follows the signed revision. */
  verdict: 'none' | 'allowed' | 'forbidden';
  /** In the order of the revisions that brought them. */
  changes: readonly Change[];
};

/** What a change needs from the permissions of the signature, so that it is allowed. */
export type Requirement =
  /** Allowed after every signature: it changes nothing that the document says (ISO 32000-2 table 257). */
  | 'nothing'
  /** Signing a field that was there. */
  | 'signing'
  | 'new-signature-field'
  | 'form-filling'
  | 'annotating'
  | 'impossible';

/** A change before anybody asked whether it was allowed. */
export type Difference = Omit<Change, 'isAllowed'> & { needs: Requirement };
