import type { ShadowKind } from '#lib/protocol/validation-report.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';

export { shadowKinds, type ShadowKind } from '#lib/protocol/validation-report.ts';

export type ShadowFinding = {
  kind: ShadowKind;
  /** `blocks`: nobody should sign this; `warns`: the signer should know. */
  severity: 'blocks' | 'warns';
  /** From 1; null: the whole document. */
  page: number | null;
  /** On the upright page; null: the whole page, or no place. */
  rectangle: UprightRectangle | null;
};
