import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { latin1 } from '#lib/pki/bytes.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { dict, name, PdfStream, type PdfObject } from './objects/pdf-object.ts';
import { DocumentBuilder } from './writing/document-builder.ts';
import { deflatedStream } from './writing/deflate.ts';

const jpeg = new Uint8Array(createCanvas(200, 300).toBuffer('image/jpeg'));

function jpegObject(changes: Record<string, PdfObject> = {}): PdfStream {
  return new PdfStream(
    dict({
      Type: name('XObject'),
      Subtype: name('Image'),
      Width: 200,
      Height: 300,
      ColorSpace: name('DeviceRGB'),
      BitsPerComponent: 8,
      Filter: name('DCTDecode'),
      ...changes,
    }),
    jpeg,
  );
}

/** One page of 200 × 300 pt with this content; the picture is /Im, a form with `form` is /Fm. */
async function onePage(
  content: string,
  { image = jpegObject(), form = '', page = {} as Record<string, PdfObject> } = {},
): Promise<Uint8Array> {
  const builder = new DocumentBuilder();
  const tree = builder.allocate();
  const resources = dict({ XObject: dict({ Im: builder.add(image) }) });
  const formObject = await deflatedStream(
    { Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 9, 9], Resources: resources },
    latin1(form),
  );
  const only = builder.add(
    dict({
      Type: name('Page'),
      Parent: tree,
      Contents: [builder.add(await deflatedStream({}, latin1(content)))],
      Resources: dict({
        XObject: dict({ Im: builder.add(image), Fm: builder.add(formObject) }),
      }),
      ...page,
    }),
  );
  builder.set(
    tree,
    dict({ Type: name('Pages'), Kids: [only], Count: 1, MediaBox: [0, 0, 200, 300], Rotate: 90 }),
  );
  return builder.finish({ Root: builder.add(dict({ Type: name('Catalog'), Pages: tree })) });
}

const whole = 'q 200 0 0 300 0 0 cm /Im Do Q';

test.each([
  ['on the page itself', whole],
  ['through a form', '/Fm Do'],
])('a page that is only a JPEG %s gives that JPEG', async (_, content) => {
  const found = await inspectPdf(await onePage(content, { form: whole }));

  expect(found).toMatchObject({ pageCount: 1, hasText: false, signatureCount: 0 });
  expect(found.pages[0]).toMatchObject({ widthPt: 200, heightPt: 300, rotate: 90 });
  expect(found.pages[0]?.soleJpeg).toMatchObject({ widthPx: 200, heightPx: 300, dpi: 72 });
  expect(Buffer.compare(found.pages[0]?.soleJpeg?.bytes ?? Buffer.alloc(0), jpeg)).toBe(0);
});

test.each([
  ['is mirrored', 'q -200 0 0 300 200 0 cm /Im Do Q', {}],
  ['is turned', 'q 0 300 -200 0 200 0 cm /Im Do Q', {}],
  ['covers half of the page', 'q 100 0 0 300 0 0 cm /Im Do Q', {}],
  ['reaches over the edge', 'q 400 0 0 600 0 0 cm /Im Do Q', {}],
  ['is not alone', `${whole} ${whole}`, {}],
  ['has lines over it', `${whole} 0 0 m 9 9 l S`, {}],
  ['has a mask', whole, { image: jpegObject({ Mask: [0, 9, 0, 9, 0, 9] }) }],
  ['is inverted', whole, { image: jpegObject({ Decode: [1, 0, 1, 0, 1, 0] }) }],
  ['is stamped', whole, { page: { Annots: [dict({ Subtype: name('Stamp') })] } }],
])('a JPEG that %s is not taken for the page', async (_, content, changes) => {
  const found = await inspectPdf(await onePage(content, changes));

  expect(found.hasText).toBe(false);
  expect(found.pages[0]?.soleJpeg).toBeUndefined();
});

test.each([
  ['visible text', `${whole} BT /F0 9 Tf (a) Tj ET`],
  ['invisible text', `${whole} BT 3 Tr /F0 9 Tf [(a) -20 (b)] TJ ET`],
  ['text in a form', '/Fm Do'],
  ['text after an inline image', 'BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT (a) Tj ET'],
])('%s counts as text', async (_, content) => {
  const pdf = await onePage(content, { form: 'BT /F0 9 Tf (a) Tj ET' });

  expect((await inspectPdf(pdf)).hasText).toBe(true);
});

test('letters inside an inline image are no text', async () => {
  const pdf = await onePage('BI /W 9 /H 1 /BPC 8 /CS /G ID (a) Tj  x EI 0 0 9 9 re f');

  expect((await inspectPdf(pdf)).hasText).toBe(false);
});
