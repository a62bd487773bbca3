import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import { bilevelOfPng } from '#lib/pdf/images/bilevel-image.ts';
import { encodeG4 } from '#lib/pdf/images/ccitt-g4.ts';
import { plainPng } from '#lib/pdf/images/plain-png.ts';
import { PdfWriter } from '#fixtures/formats/pdf.ts';
import { bilevelPng } from './bilevel-png.ts';
import { pngInfo } from './png-info.ts';

const WIDTH = 203;
const HEIGHT = 290;
const ROW_BYTES = Math.ceil(WIDTH / 8);

/** Rows with 1 = black; what fills the last octet stays 0. */
const ink = new Uint8Array(ROW_BYTES * HEIGHT);
for (let y = 0; y < HEIGHT; y++) {
  for (let x = 0; x < WIDTH; x++) {
    if ((x * 7 + y * 3) % 31 > 8) continue;
    const at = y * ROW_BYTES + (x >> 3);
    ink[at] = (ink[at] ?? 0) | (0x80 >> (x & 7));
  }
}
const paper = ink.map((octet) => octet ^ 0xff);

/** One page that is this picture over all of it, 203 pt wide: 72 dpi. */
function pdfOf(picture: string, bytes: Uint8Array): Uint8Array {
  const pdf = new PdfWriter();
  const catalogue = pdf.reserve();
  const tree = pdf.reserve();
  const size = `/Width ${WIDTH} /Height ${HEIGHT} /Length ${bytes.length}`;
  const image = pdf.add(`<< /Type /XObject /Subtype /Image ${size} ${picture} >>`, bytes);
  const drawing = Buffer.from(`q ${WIDTH} 0 0 ${HEIGHT} 0 0 cm /I Do Q`);
  const content = pdf.add(`<< /Length ${drawing.length} >>`, drawing);
  const page = pdf.add(
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /XObject << /I ${image} 0 R >> >> /Contents ${content} 0 R >>`,
  );
  pdf.put(tree, `<< /Type /Pages /Count 1 /Kids [${page} 0 R] >>`);
  pdf.put(catalogue, `<< /Type /Catalog /Pages ${tree} 0 R >>`);
  return pdf.finish(catalogue);
}

const grey = '/ColorSpace /DeviceGray /BitsPerComponent 1';
const fax = (more = '') =>
  `${grey} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${WIDTH} ${more} >>`;
const g4 = encodeG4(ink, WIDTH, HEIGHT);
const g4OfPaper = encodeG4(paper, WIDTH, HEIGHT);

test.each([
  ['as Group 4', fax(), g4],
  ['as Group 4 whose black is one, shown inverted', `${fax('/BlackIs1 true')} /Decode [1 0]`, g4],
  ['as Group 4 of what is white', fax('/BlackIs1 true'), g4OfPaper],
  ['deflated', `${grey} /Filter /FlateDecode`, deflateSync(paper)],
  ['deflated and inverted', `${grey} /Filter /FlateDecode /Decode [1 0]`, deflateSync(ink)],
  ['without a filter', grey, paper],
])(
  'a black and white page %s becomes a PNG of one bit, pixel for pixel',
  async (_, picture, bytes) => {
    const { pages } = await inspectPdf(pdfOf(picture, bytes));
    const sole = pages[0]?.soleBilevel;
    if (!sole) throw new Error('The picture was not taken for the page');
    const png = bilevelPng(sole);
    expect(pngInfo(png)).toMatchObject({ widthPx: WIDTH, heightPx: HEIGHT, dpi: 72 });
    const plain = plainPng(png);
    const image = plain && bilevelOfPng(plain);
    const mismatches = ink.filter((octet, at) => {
      const isLast = at % ROW_BYTES === ROW_BYTES - 1;
      const unused = isLast ? 0xff >> (WIDTH % 8) : 0;
      return ((octet ^ (image?.bytes[at] ?? ~octet)) & ~unused & 0xff) !== 0;
    });
    expect(mismatches).toHaveLength(0);
  },
);

test.each([
  ['is a mask', `/ImageMask true ${grey}`, paper],
  [
    'has two colours of a palette',
    '/ColorSpace [/Indexed /DeviceRGB 1 <FF00000000FF>] /BitsPerComponent 1',
    paper,
  ],
  ['is a fax of another group', fax().replace('/K -1', '/K 0'), g4],
  ['lacks rows', grey, paper.subarray(0, 100)],
])('a picture that %s is drawn instead', async (_, picture, bytes) => {
  const { pages } = await inspectPdf(pdfOf(picture, bytes));
  expect(pages).toHaveLength(1);
  expect(pages[0]?.soleBilevel).toBeUndefined();
});

test('is smaller than the rows it holds', async () => {
  const { pages } = await inspectPdf(pdfOf(fax(), g4));
  const sole = pages[0]?.soleBilevel;
  const plain = sole && plainPng(bilevelPng(sole));
  expect(plain?.bytes.length).toBeLessThan(ink.length);
  expect(inflateSync(plain?.bytes ?? Buffer.alloc(0))).toHaveLength(ink.length + HEIGHT);
});
