import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeCmykJpeg } from '#fixtures/formats/cmyk-jpeg.ts';
import { drawBilevel, printedBilevel } from '#support/bilevel-pictures.ts';
import { preflight } from '#support/pdf-a/preflight.ts';
import { printedPage } from '#support/text-layers.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import { buildSearchablePdf, jpegInfo, type PageImage } from '../searchable-pdf.ts';

const print = printedBilevel({ hasSeal: true }, 100);
const wide = drawBilevel(2000, 9, (x) => x > 900 && x < 903);
const octets = (count: number) => Uint8Array.from({ length: count }, (_, index) => index * 37);
const cmyk = writeCmykJpeg(20, 30, (x, y) => [x * 10, y * 8, 0, 0]);
const images: Record<string, PageImage> = {
  'a JPEG in colour': jpegOf('#c33'),
  'a CMYK JPEG': { kind: 'jpeg', bytes: cmyk, ...jpegInfo(cmyk) },
  'black and white by JBIG2': { kind: 'bilevel', ...print },
  'black and white by Group 4': { kind: 'bilevel', ...wide },
  'grey without loss': { kind: 'grey', bytes: octets(60 * 80), widthPx: 60, heightPx: 80 },
  'colour without loss': { kind: 'rgb', bytes: octets(60 * 80 * 3), widthPx: 60, heightPx: 80 },
};

function jpegOf(colour: string): PageImage {
  const canvas = createCanvas(300, 400);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, 300, 400);
  const bytes = new Uint8Array(canvas.toBuffer('image/jpeg', 80));
  return { kind: 'jpeg', bytes, widthPx: 300, heightPx: 400, components: 3 };
}

function frameOf(image: PageImage, changes: Partial<PageFrame> = {}): PageFrame {
  return {
    sourceWidthPx: image.widthPx,
    sourceHeightPx: image.heightPx,
    rotation: 0,
    skewDegrees: 0,
    dpi: 100,
    ...changes,
  };
}

const textLayer = printedPage([
  ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.6, 0.1],
  ['Số: 05/GP-SVHTTDL', 0.2, 0.2],
]);

function documentOf(...all: PageImage[]): Promise<Uint8Array> {
  return buildSearchablePdf({
    title: 'Giấy phép <số> 05 & "phụ lục"',
    createdAt: new Date('2026-11-22T02:30:00Z'),
    pages: all.map((image) => ({ image, frame: frameOf(image), textLayer })),
  });
}

describe('documents obey ISO 19005-2 at level U', () => {
  test.each(Object.entries(images))('with %s', async (_what, image) => {
    expect(preflight(await documentOf(image))).toEqual([]);
  });

  test('with all kinds of pages, turned, straightened, cropped, without text', async () => {
    const crop = { x: 10, y: 20, width: 40, height: 50 };
    const turned = { rotation: 90, skewDegrees: 3.3 } as const;
    const pdf = await buildSearchablePdf({
      title: '  ',
      createdAt: new Date('2026-11-22T02:30:00Z'),
      pages: Object.values(images).flatMap((image) => [
        { image, frame: frameOf(image, turned), textLayer },
        { image, frame: frameOf(image, { crop: { ...crop, height: 5 } }) },
        { image, frame: frameOf(image, { dpi: 1 }) },
        { image, frame: frameOf(image, { dpi: 100_000 }) },
      ]),
    });
    expect(preflight(pdf)).toEqual([]);
  });

  test('with text that no map may name', async () => {
    const layer = printedPage([['a\0b \ufeff x\ud800y \ue000 \u{1f600} z', 0.5, 0.5]]);
    const image = jpegOf('#eee');
    const pdf = await buildSearchablePdf({
      title: 'a',
      createdAt: new Date(0),
      pages: [{ image, frame: frameOf(image), textLayer: layer }],
    });
    expect(preflight(pdf)).toEqual([]);
  });
});

/** One document that has everything a rule could be broken in. */
let sample: string;
beforeAll(async () => {
  const pdf = await documentOf(...Object.values(images));
  sample = Buffer.from(pdf).toString('latin1');
});

/** Each breaks one rule in a document that is otherwise good. */
const breaches: [what: string, clause: string, from: string, to: string][] = [
  ['a version that is none', '6.1.2', '%PDF-1.7', '%PDF-1.9'],
  ['a header without binary octets', '6.1.2', '%\xe2\xe3\xcf\xd3', '%abcd'],
  ['something after the end', '6.1.3', '%%EOF\n', '%%EOF\n%'],
  ['encryption', '6.1.3', '/Size', '/Encrypt <<>> /Size'],
  ['no identifier', '6.1.3', '/ID [', '/IX ['],
  ['an object in the middle of a line', '6.1.9', '\n1 0 obj', ' 1 0 obj'],
  ['a stream that is longer than it says', '6.1.7.1', '\nendstream', ' endstream'],
  ['a stream in another file', '6.1.7.1', '/Length1 ', '/F (a) /Length1 '],
  ['LZW', '6.1.7.2', '/Filter /CCITTFaxDecode', '/Filter /LZWDecode'],
  ['actions of the document', '6.5', '/PageLabels', '/AA <<>> /PageLabels'],
  ['an action on opening', '6.5', '/PageLabels', '/OpenAction 1 /PageLabels'],
  ['layers', '6.9', '/PageLabels', '/OCProperties <<>> /PageLabels'],
  ['files within', '6.8', '/PageLabels', '/Names <</EmbeddedFiles <<>>>> /PageLabels'],
  ['actions of a page', '6.5.2', '/Parent ', '/AA <<>> /Parent '],
  ['a page too small', '6.1.13', '/MediaBox [0 0 ', '/MediaBox [999 0 '],
  ['a number too large', '6.1.13', '/StemV 80', '/StemV 99999999999'],
  ['no output intent', '6.2.3', '/GTS_PDFA1', '/GTS_PDFA9'],
  ['a profile of other components', '6.2.3', '/N 3\n', '/N 4\n'],
  ['a profile of four inks that says three', '6.2.4.2', '/N 4\n', '/N 3\n'],
  ['RGB that the intent does not explain', '6.2.4.3', '/DeviceRGB', '/DeviceCMYK'],
  ['a smoothed image', '6.2.8', '/Subtype /Image', '/Interpolate true /Subtype /Image'],
  ['alternates', '6.2.8', '/Subtype /Image', '/Alternates [] /Subtype /Image'],
  ['odd bits', '6.2.8', '/BitsPerComponent 1\n', '/BitsPerComponent 3\n'],
  ['a stencil with colours', '6.2.8', '/Subtype /Image', '/ImageMask true /Subtype /Image'],
  ['symbols in JBIG2', '6.1.7', '\x00\x00\x00\x01\x27\x00\x01', '\x00\x00\x00\x01\x06\x00\x01'],
  ['refinement in JBIG2', '6.1.7', '\x00\x00\x00\x01\x27\x00\x01', '\x00\x00\x00\x01\x2a\x00\x01'],
  [
    'JBIG2 that needs more',
    '6.1.7',
    '\x00\x00\x00\x01\x27\x00\x01',
    '\x00\x00\x00\x01\x27\x20\x01',
  ],
  ['a page without resources', '6.2.2', '/Resources ', '/Resource '],
  ['an image that is not there', '6.2.2', '/Im0 ', '/Im1 '],
  ['a transfer curve', '6.2.5', '/Resources <<', '/Resources <</ExtGState <</G <</TR 1>>>>'],
  ['a font that is not embedded', '6.2.11.4.1', '/FontFile2', '/FontFile9'],
  ['two names of a font', '6.2.11.2', '/FontName /ABCDEF', '/FontName /ABCDEG'],
  ['no map to glyphs', '6.2.11.3.2', '/CIDToGIDMap', '/CIDToGIDMop'],
  ['glyphs that the font lacks', '6.2.11.4.1', '/CIDToGIDMap ', '/CIDToGIDMap /Identity /X '],
  // The font program in place of the map: too short for Vietnamese letters, which have no glyph then.
  ['characters without a glyph', '6.2.11.8', '/CIDToGIDMap ', '/CIDToGIDMap 2 0 R /X '],
  ['other widths than the glyphs', '6.2.11.5', '/DW 500', '/DW 600'],
  ['characters without Unicode', '6.2.11.7.2', '/ToUnicode', '/ToUnicods'],
  ['no metadata', '6.6.2.1', '/Metadata ', '/Metadato '],
  ['another part', '6.6.4', '<pdfaid:part>2', '<pdfaid:part>3'],
  ['another level', '6.6.4', 'conformance>U<', 'conformance>B<'],
  ['another title', '6.1.5', '/Title <feff0047', '/Title <feff0048'],
  ['another date', '6.1.5', '<xmp:CreateDate>2026', '<xmp:CreateDate>2025'],
  [
    'a property that nothing describes',
    '6.6.2.3.1',
    'http://ns.adobe.com/pdf/1.3/',
    'http://ns.adobe.com/pdf/1.4/',
  ],
  ['a packet that says its size', '6.6.2.1', 'NTczkc9d"?>', 'NTczkc9d" bytes="1"?>'],
];

test.each(breaches)('%s is found (%s)', (_what, clause, from, to) => {
  const findings = preflight(Buffer.from(edited(sample, from, to), 'latin1'));
  expect(findings.map((finding) => finding.slice(0, finding.indexOf(':')))).toContain(clause);
});

/** With the first `from` replaced and every offset and length behind it set right. */
function edited(pdf: string, from: string, to: string): string {
  const at = pdf.indexOf(from);
  if (at < 0) throw new Error(`The sample has no ${from}`);
  const shift = to.length - from.length;
  const table = pdf.lastIndexOf('\nxref\n') + 1;
  const entries = pdf
    .slice(table)
    .replace(/^(\d{10})(?= 00000 n)/gmu, (offset) =>
      String(Number(offset) + (Number(offset) > at ? shift : 0)).padStart(10, '0'),
    )
    .replace(/(?<=startxref\n)\d+/u, (offset) => String(Number(offset) + (at < table ? shift : 0)));
  const moved = pdf.slice(0, table) + entries;
  const replaced = moved.slice(0, at) + moved.slice(at).replace(from, () => to);
  const isPacket = at > pdf.indexOf('<?xpacket begin') && at < pdf.indexOf('<?xpacket end');
  if (!isPacket) return replaced;
  return replaced.replace(/(?<=\/Length )\d+(?=\n>>\nstream\n<\?xpacket)/u, (length) =>
    String(Number(length) + shift),
  );
}
