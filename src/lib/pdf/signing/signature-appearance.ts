import type { Rotation } from '#lib/domain/text-layer.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { EmbeddedFont } from '../fonts/embedded-font.ts';
import { dict, name, type PdfReference } from '../objects/pdf-object.ts';
import { deflatedStream } from '../writing/deflate.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';
import { formatNumber } from '../writing/write-object.ts';
import { fitText } from './fit-text.ts';
import { appearanceMatrix } from './page-placement.ts';

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
  const lines = input.lines.map((line) => line.normalize('NFC').trim()).filter(Boolean);
  const fitted = fitText(lines, input, font, MAX_FONT_SIZE);
  const block = fitted.lines.length * fitted.lineHeight;
  // The text stands in the middle of the height; ascent and descent share each line.
  const ascent = (fitted.lineHeight * font.ascent) / (font.ascent + font.descent);
  const first = (height + block) / 2 - ascent;
  const shown = fitted.lines.map((line) => `<${font.hex(line)}> Tj T*`).join('\n');
  const content = [
    'q',
    'BT',
    '0 g',
    `/F0 ${formatNumber(fitted.fontSize)} Tf`,
    `${formatNumber(fitted.lineHeight)} TL`,
    `0 ${formatNumber(first)} Td`,
    shown,
    'ET',
    'Q',
  ].join('\n');
  return update.add(
    await deflatedStream(
      {
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [0, 0, width, height],
        Matrix: [...appearanceMatrix(input.rotate, width, height)],
        Resources: dict({ Font: dict({ F0: await font.embed(update) }) }),
      },
      latin1(content),
    ),
  );
}
