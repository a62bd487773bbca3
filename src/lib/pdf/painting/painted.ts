import type { PdfDict } from '../objects/pdf-object.ts';
import type { Polygon, Shape } from './shapes.ts';

/** What content paints, in its order, in user space. */
export type Painted = {
  /** The resource of the page that it comes from, such as `/Font/F1`; empty: its own content. */
  source: string;
} & (
  | {
      kind: 'text';
      /** Around the bodies of its letters. */
      box: Polygon;
      text: string;
      words: readonly PaintedWord[];
      isVisible: boolean;
      font: PdfDict | null;
    }
  /** Hides what lies below it. */
  | { kind: 'cover'; shape: Shape; isImage: boolean }
  /** Lines, and areas that let something through. */
  | { kind: 'drawing'; shape: Shape; isImage: boolean }
);

/** Letters without a space between them; `box` is around their full height. */
export type PaintedWord = { text: string; box: Polygon };

export function outlineOf(item: Painted): Shape {
  return item.kind === 'text' ? [item.box] : item.shape;
}
