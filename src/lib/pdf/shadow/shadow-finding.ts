import type { UprightRectangle } from '../signing/page-placement.ts';

/** What could make a document show something else than its signer saw. */
export const shadowKinds = [
  /** Layers that are hidden, or that show only on the screen or only in print. */
  'hidden-layer',
  /** Layers that are all shown, but could be switched. */
  'layer',
  /** Visible text that something opaque covers completely. */
  'covered-text',
  /** Fields or annotations that lie over each other. */
  'overlapping-fields',
  /** A field shows something else than its value. */
  'value-differs',
  /** A field so large that filling it would cover the page. */
  'page-sized-field',
  'hidden-annotation',
  /** An opaque annotation over text of the page. */
  'covering-annotation',
  /** Text in a font that the viewer brings, and may draw differently. */
  'font-not-embedded',
  /** Glyphs that draw pictures or fill the page. */
  'odd-glyphs',
  /** What is shown and what is copied or searched are different digits or letters. */
  'text-mapping',
  /** Pages or page contents that wait in the file without being shown. */
  'unused-content',
  /** Objects that lie beside the cross-references. */
  'unlisted-object',
  'script',
  /** Starts programs, sends or fetches data. */
  'action',
  'attachment',
  /** Content that comes from outside of the file. */
  'external-content',
  /** A form that is made anew each time it is shown (XFA). */
  'dynamic-form',
] as const;
export type ShadowKind = (typeof shadowKinds)[number];

export type ShadowFinding = {
  kind: ShadowKind;
  /** `blocks`: nobody should sign this; `warns`: the signer should know. */
  severity: 'blocks' | 'warns';
  /** From 1; null: the whole document. */
  page: number | null;
  /** On the upright page; null: the whole page, or no place. */
  rectangle: UprightRectangle | null;
};
