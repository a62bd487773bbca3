import type { PdfDict } from '../objects/pdf-object.ts';
import type { Polygon, Shape } from './shapes.ts';

/** What content paints, in its order, in user space. */
export type Painted = {
  /** The resource of the page that it comes from, such as `/Font/F1`; empty: its own content. */
  source: string;
} & (
  | { kind: 'text'; box: Polygon; text: string; isVisible: boolean; font: PdfDict | null }
  /** Hides what lies below it. */
  | { kind: 'cover'; shape: Shape; isImage: boolean }
  /** Lines, and areas that let something through. */
  | { kind: 'drawing'; shape: Shape }
);

export function outlineOf(item: Painted): Shape {
  return item.kind === 'text' ? [item.box] : item.shape;
}
