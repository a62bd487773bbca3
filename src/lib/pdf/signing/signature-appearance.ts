import type { Rotation } from '#lib/domain/text-layer.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { EmbeddedFont } from '../fonts/embedded-font.ts';
import { dict, name, type PdfObject, type PdfReference } from '../objects/pdf-object.ts';
import { deflatedStream } from '../writing/deflate.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';
import { appearanceMatrix } from './page-placement.ts';
import { textBlock } from './text-block.ts';

/** Times-metric 10 pt, black, without a frame (Decree 30/2020 annex I). */
const MAX_FONT_SIZE = 10;

/** The form XObject that a visible signature shows: lines of text, each starting at the left. */
export async function addSignatureAppearance(
  update: IncrementalUpdate,
  input: {
    lines: readonly string[];
    width: number;
    height: number;
    rotate: Rotation;
    regularFont: Uint8Array;
  },
): Promise<PdfReference> {
  const { width, height } = input;
  const font = new EmbeddedFont(input.regularFont, 'Tinos');
  const content = textBlock(input.lines, { x: 0, y: 0, width, height }, font, MAX_FONT_SIZE);
  return addAppearanceForm(update, {
    ...input,
    content,
    resources: { Font: dict({ F0: await font.embed(update) }) },
  });
}

/** An appearance of this size that reads upright on a page turned by `rotate`. */
export async function addAppearanceForm(
  update: IncrementalUpdate,
  form: {
    width: number;
    height: number;
    rotate: Rotation;
    /** Operators in points, origin bottom left. */
    content: string;
    resources: Readonly<Record<string, PdfObject>>;
  },
): Promise<PdfReference> {
  const { width, height } = form;
  return update.add(
    await deflatedStream(
      {
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [0, 0, width, height],
        Matrix: [...appearanceMatrix(form.rotate, width, height)],
        Resources: dict(form.resources),
      },
      latin1(`q\n${form.content}\nQ`),
    ),
  );
}
