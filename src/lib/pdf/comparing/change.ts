import type { UprightRectangle } from '../signing/page-placement.ts';

/** What a later revision does to the document that was signed. */
export const changeKinds = [
  /** A further person signed, in a new field or in one that waited for it. */
  'signature-added',
  /** A document timestamp. */
  'timestamp-added',
  /** A field for a signature to come. */
  'signature-field-added',
  /** Certificates, CRLs and OCSP responses of the DSS dictionary. */
  'validation-data',
  'field-filled',
  /** Title, author, XMP, data of other programs: nothing that pages show. */
  'metadata',
  'annotation-added',
  'annotation-changed',
  'annotation-removed',
  /** A field or an earlier signature looks different without having been filled in. */
  'appearance-replaced',
  /** An earlier signature was taken away or exchanged. */
  'signature-changed',
  /** Fields that came, went, moved or behave differently. */
  'form-structure',
  'page-content',
  /** Fonts, images and the like that a page uses. */
  'resource',
  /** Size or turn of a page. */
  'page-geometry',
  'page-added',
  'page-removed',
  'page-order',
  /** Layers that can be switched on and off. */
  'layers',
  /** Scripts and deeds that run by themselves. */
  'active-content',
  'attachment',
  /** Anything else that belongs to the whole document: outline, destinations, structure tree. */
  'document-structure',
  /** Rights that a certification or the author gave. */
  'permissions',
  /** An object that nothing shows was exchanged, or lies beside the cross-references. */
  'hidden-object',
  /** Something the signed document pointed at without having it is there now. */
  'missing-object',
  /** The later part cannot be read, or the file goes on behind its end. */
  'unreadable',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

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
