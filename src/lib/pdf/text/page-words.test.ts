import { describe, expect, test } from 'vitest';
import { officePaper } from '#support/office-paper.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { buildSearchablePdf } from '../searchable-pdf.ts';
import { readPageWords } from './page-words.ts';
import { textLines } from './text-lines.ts';

function wordsOf(pdf: Uint8Array, pageIndex = 0) {
  const file = openPdf(pdf);
  const page = listPages(file)[pageIndex];
  if (!page) throw new Error('no such page');
  return readPageWords(file, page);
}

/** Page 1 with these operators; Helvetica without widths, as the fourteen standard fonts come. */
function handWritten(content: string): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/uni1EA4/B]>>>>',
    '<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 100 50]/Length 39>>stream\nBT /F1 10 Tf 5 5 Td (trong) Tj ET /X Do\nendstream',
  ];
  let text = '%PDF-1.6\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset.toString().padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Root 1 0 R/Size ${size}>>\nstartxref\n${text.length}\n%%EOF`;
  return latin1(text);
}

describe('the words of a page', () => {
  test('stand where poppler finds them', async () => {
    using folder = temporaryFolder();
    const pdf = await officePaper({ width: 595, height: 842 });
    const bbox = runTool('pdftotext', '-bbox', '-l', '1', folder.write('paper.pdf', pdf), '-');
    const form = /xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</gu;
    const expected = [...bbox.matchAll(form)].map(
      ([, from, to, text]) => `${text} ${Math.round(Number(from))}–${Math.round(Number(to))}`,
    );

    const words = wordsOf(pdf).map(
      ({ text, rectangle: { x, width } }) => `${text} ${Math.round(x)}–${Math.round(x + width)}`,
    );

    expect(words.length).toBeGreaterThan(80);
    expect(new Set(words)).toEqual(new Set(expected));
  });

  test('of an invisible text layer are read too', async () => {
    const line = (text: string, y: number) => {
      const box = { x: 400, y, width: 200, height: 24 };
      const words = text.split(' ').map((word, index, all) => ({
        text: word,
        confidence: 90,
        box: { ...box, x: 400 + (index * 200) / all.length, width: 180 / all.length },
      }));
      return { words, box, baseline: { x0: 400, y0: y + 20, x1: 600, y1: y + 20 } };
    };
    const pdf = await buildSearchablePdf({
      title: 'Thử',
      createdAt: new Date(0),
      pages: [
        {
          image: {
            kind: 'grey',
            bytes: new Uint8Array(827 * 1170).fill(250),
            widthPx: 827,
            heightPx: 1170,
          },
          frame: {
            sourceWidthPx: 827,
            sourceHeightPx: 1170,
            rotation: 0,
            skewDegrees: 0,
            dpi: 100,
          },
          textLayer: {
            widthPx: 827,
            heightPx: 1170,
            meanConfidence: 90,
            lines: [line('CHỦ TỊCH', 800), line('Nguyễn Hoàng Phúc', 920)],
          },
        },
      ],
    });

    const lines = textLines(wordsOf(pdf));

    expect(lines.map((each) => each.text)).toEqual(['CHỦ TỊCH', 'Nguyễn Hoàng Phúc']);
    expect(lines[0]?.rectangle.x).toBeCloseTo(400 * 0.72, 0);
    expect(lines[0]?.rectangle.y).toBeLessThan(842 - 800 * 0.72);
  });

  test('follow spacing, kerning, line steps and forms', () => {
    const words = wordsOf(
      handWritten(
        "BT /F1 10 Tf 20 TL 50 700 Td (AB) Tj T* [(mot) -2000 (hai)] TJ 5 Tc (c d) ' ET q 2 0 0 2 0 0 cm /X Do Q",
      ),
    );

    const at = words.map(({ text, rectangle }) => [text, rectangle.x]);
    expect(at).toEqual([
      ['ẤB', 50],
      ['mot', 50],
      ['hai', 85],
      ['c', 50],
      ['d', 70],
      ['trong', 210],
    ]);
  });

  test('stand higher or lower where the text is raised', () => {
    const [first, second] = wordsOf(
      handWritten('BT /F1 10 Tf 50 700 Td (nen) Tj 6 Ts (mu) Tj ET'),
    ).map(({ rectangle }) => rectangle.y);
    expect((second ?? 0) - (first ?? 0)).toBeCloseTo(6);
  });

  test.each([
    ['an operator without operands', 'BT Tf Td Tj TJ Tm ET Q Q Do'],
    ['a string that does not end', 'BT /F1 10 Tf (abc'],
    ['a font that is missing', 'BT /F9 10 Tf 0 0 Td (abc) Tj ET'],
  ])('do not fail on %s', (_, content) => {
    expect(wordsOf(handWritten(content)).length).toBeLessThan(2);
  });
});
