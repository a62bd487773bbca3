import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decisionNumbers as numbers, decisionPdf } from '#fixtures/attacks/decision.ts';
import { binaryText, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { createVictim } from '#fixtures/attacks/victim.ts';
import { signedPdf } from '#fixtures/signed-pdf.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { buildSearchablePdf } from '../searchable-pdf.ts';
import { findShadowContent } from './find-shadow-content.ts';

const free = numbers.free;
const text = 'BT /F1 14 Tf 100 700 Td (QUYET DINH) Tj ET';
const grey =
  '/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray';

function page(resources: string, annotations = ''): string {
  return `<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 7 0 R>>${resources}>>/Annots[11 0 R 12 0 R 13 0 R${annotations}]>>`;
}

/** The decision with one picture and this content on its first page. */
function withPicture(content: string, picture = rawStream('\x80', grey)): Uint8Array {
  return decisionPdf({
    [numbers.firstPage]: page(
      `/XObject<</X0 ${free} 0 R>>/ExtGState<</Half<</ca 0.5>>/Full<</ca 1>>>>`,
    ),
    [numbers.firstContent]: rawStream(content),
    [free]: picture,
  });
}

function kindsIn(pdf: Uint8Array): string[] {
  return findShadowContent(pdf).map(({ kind, severity }) => `${kind} ${severity}`);
}

async function scan(): Promise<Uint8Array> {
  const box = { x: 10, y: 10, width: 60, height: 12 };
  return buildSearchablePdf({
    title: 'Bản quét',
    createdAt: new Date('2026-11-22T02:30:00Z'),
    pages: [
      {
        image: { kind: 'grey', bytes: new Uint8Array(9600).fill(200), widthPx: 80, heightPx: 120 },
        frame: { sourceWidthPx: 80, sourceHeightPx: 120, rotation: 0, skewDegrees: 0, dpi: 20 },
        textLayer: {
          widthPx: 80,
          heightPx: 120,
          meanConfidence: 90,
          lines: [
            {
              words: [{ text: 'Quyết định', confidence: 90, box }],
              box,
              baseline: { x0: 10, y0: 22, x1: 70, y1: 22 },
            },
          ],
        },
      },
    ],
  });
}

describe('ordinary documents hide nothing', () => {
  test('a scan with its invisible text layer, unsigned and signed', async () => {
    const pdf = await scan();
    const { bytes } = await signedPdf(pdf, 'Trần Minh Hà');

    expect(findShadowContent(pdf)).toEqual([]);
    expect(findShadowContent(bytes)).toEqual([]);
  });

  test('a form, unsigned and signed', async () => {
    const victim = await createVictim();

    expect(findShadowContent(decisionPdf())).toEqual([]);
    expect(findShadowContent(await victim.sign(decisionPdf()))).toEqual([]);
  });

  test('what Chromium prints, and what qpdf and poppler make of it', { timeout: 120_000 }, () => {
    using folder = temporaryFolder();
    const page_ = folder.write('page.html', printedPage);
    const printed = `${folder.path}/printed.pdf`;
    const { status } = spawnSync(
      '/usr/bin/chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--no-first-run',
        `--user-data-dir=${folder.path}/profile`,
        `--print-to-pdf=${printed}`,
        `file://${page_}`,
      ],
      { timeout: 100_000 },
    );
    expect(status).toBe(0);
    const variants = ['--object-streams=generate', '--linearize', '--qdf'].map((option) => {
      const path = `${folder.path}/printed${option}.pdf`;
      runTool('qpdf', option, printed, path);
      return path;
    });
    runTool('pdftocairo', '-pdf', printed, `${folder.path}/cairo.pdf`);

    for (const path of [printed, ...variants, `${folder.path}/cairo.pdf`]) {
      expect(findShadowContent(new Uint8Array(readFileSync(path)))).toEqual([]);
    }
  });
});

const printedPage = `<html lang="vi"><head><meta charset="utf-8"><style>
  body { background: #fafafa } td { border: 1px solid; background: linear-gradient(#fff, #eef) }
  .note { box-shadow: 2px 2px 5px #888; opacity: .9; border-radius: 8px; background: #fff }
</style></head><body><h1>ỦY BAN NHÂN DÂN</h1><p><a href="https://example.com">Liên kết</a></p>
<div class="note">Khung có bóng</div><table><tr><td>Số</td><td>15/QĐ-UBND</td></tr></table>
<svg width="90" height="90"><circle cx="45" cy="45" r="40" fill="red"/><text x="20" y="50">dấu</text></svg>
<p style="page-break-before: always">Trang hai</p></body></html>`;

describe('covered text', () => {
  test.each([
    ['a picture over it', `${text} q 400 0 0 40 90 690 cm /X0 Do Q`],
    [
      'an inline picture over it',
      `${text} q 400 0 0 40 90 690 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q`,
    ],
    ['a filled area over it', `${text} 1 g 90 690 400 40 re f`],
    ['a filled polygon over it', `${text} 1 g 90 680 m 500 680 l 500 740 l 90 740 l h f`],
    ['an opaque state over it', `/Half gs ${text} /Full gs 1 g 90 690 400 40 re f`],
  ])('%s', (_, content) => {
    const [finding] = findShadowContent(withPicture(content));

    expect(finding).toMatchObject({ kind: 'covered-text', severity: 'blocks', page: 1 });
    expect(finding?.rectangle?.x).toBeCloseTo(100, 0);
    expect(finding?.rectangle?.y).toBeGreaterThan(690);
  });

  test('a picture over all of the page is a scan over its text', () => {
    const content = `${text} q 595 0 0 842 0 0 cm /X0 Do Q`;

    expect(kindsIn(withPicture(content))).toEqual(['covered-text warns']);
  });

  test.each([
    ['below it', `1 g 90 690 400 40 re f ${text}`],
    ['beside it', `${text} 1 g 90 600 400 40 re f`],
    ['over a part of it', `${text} 1 g 90 690 40 40 re f`],
    ['transparent', `${text} /Half gs 1 g 90 690 400 40 re f`],
    ['a frame around it', `${text} 80 680 440 60 re 90 690 420 40 re f*`],
    ['clipped away', `${text} 0 0 5 5 re W n 1 g 90 690 400 40 re f`],
    ['a line', `${text} 90 690 400 40 re S`],
  ])('something %s hides nothing', (_, content) => {
    expect(kindsIn(withPicture(content))).toEqual([]);
  });

  test('a picture with a mask hides nothing', () => {
    const masked = rawStream('\x80', `${grey}/SMask ${free} 0 R`);

    expect(kindsIn(withPicture(`${text} q 400 0 0 40 90 690 cm /X0 Do Q`, masked))).toEqual([]);
  });
});

describe('what could be switched, swapped or run', () => {
  const catalog = (entries: string) => `<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R${entries}>>`;

  test.each([
    ['script blocks', '/OpenAction<</S/JavaScript/JS(a)>>'],
    ['action blocks', '/OpenAction<</S/Launch/F(a.exe)>>'],
    ['action warns', '/OpenAction<</S/SubmitForm/F(http://example.com)>>'],
    ['attachment warns', '/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 6 0 R>>>>]>>>>'],
    ['layer warns', '/OCProperties<</OCGs[14 0 R]/D<</ON[14 0 R]>>>>'],
    ['hidden-layer blocks', '/OCProperties<</OCGs[14 0 R]/D<</BaseState/OFF>>>>'],
  ])('%s', (expected, entries) => {
    expect(kindsIn(decisionPdf({ [numbers.catalog]: catalog(entries) }))).toEqual([expected]);
  });

  test('content from outside of the file', () => {
    const outside = decisionPdf({ [numbers.secondContent]: rawStream('', '/F(other.txt)') });

    expect(kindsIn(outside)).toEqual(['external-content blocks']);
  });

  test('a dynamic form', () => {
    const dynamic = decisionPdf({
      [numbers.form]: '<</Fields[11 0 R 12 0 R 13 0 R]/DR<</Font<</Helv 7 0 R>>>>/XFA(a)>>',
    });

    expect(kindsIn(dynamic)).toEqual(['dynamic-form blocks']);
  });

  test('a field as large as the page', () => {
    const large = decisionPdf({
      [numbers.amountField]:
        '<</Type/Annot/Subtype/Widget/FT/Tx/T(SoTien)/Rect[0 0 595 842]/F 4/P 3 0 R>>',
    });

    expect(kindsIn(large)).toContain('page-sized-field blocks');
  });

  test('a hidden stamp', () => {
    const hidden = decisionPdf({
      [numbers.firstPage]: page('', ` ${free} 0 R`),
      [free]: '<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/F 2/AP<</N 9 0 R>>>>',
    });

    expect(kindsIn(hidden)).toEqual(['hidden-annotation warns']);
  });
});

describe('fonts', () => {
  test('a map that tells another digit than the one that is shown', () => {
    const map =
      '1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <31> <0039> endbfchar';

    expect(kindsIn(decisionPdf({ [numbers.toUnicode]: rawStream(map) }))).toContain(
      'text-mapping blocks',
    );
  });

  test('a font that names another digit than the map tells', () => {
    const font =
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[49/nine]>>/ToUnicode 15 0 R>>';

    expect(kindsIn(decisionPdf({ [numbers.font]: font }))).toContain('text-mapping blocks');
  });

  test('glyphs that draw other objects', () => {
    const font = `<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 32/LastChar 33/Widths[1 1]/Encoding<</Differences[65/A]>>/CharProcs<</A ${free} 0 R>>>>`;
    const odd = decisionPdf({ [numbers.font]: font, [free]: rawStream('1 0 d0 /X0 Do') });

    expect(kindsIn(odd)).toContain('odd-glyphs warns');
  });
});

test('an encrypted document cannot be looked into', () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/locked.pdf`;
  const open = folder.write('open.pdf', decisionPdf());
  runTool('qpdf', '--encrypt', 'a', 'b', '256', '--', open, path);
  const locked = new Uint8Array(readFileSync(path));

  expect(binaryText(locked)).toContain('/Encrypt');
  expect(() => findShadowContent(locked)).toThrow('PDF_ENCRYPTED');
});
