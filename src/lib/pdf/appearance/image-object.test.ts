import { beforeAll, describe, expect, test } from 'vitest';
import { officePaper } from '#support/office-paper.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { createProfileSigner } from '#support/signed-profile.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { dict, name, PdfReference, PdfStream, type PdfDict } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { buildSearchablePdf } from '../searchable-pdf.ts';
import { IncrementalUpdate } from '../writing/incremental-update.ts';

let sign: Awaited<ReturnType<typeof createProfileSigner>>;

beforeAll(async () => {
  sign = await createProfileSigner();
});

/** A paper that claims to be PDF/A of this part, with an output intent of so many components. */
async function archivalPaper(part: number, components: number | null): Promise<Uint8Array> {
  const file = openPdf(await officePaper({ width: 595, height: 842 }));
  const update = new IncrementalUpdate(file);
  const packet = latin1(`<rdf><pdfaid:part>${part}</pdfaid:part></rdf>`);
  const metadata = update.add(
    new PdfStream(dict({ Type: name('Metadata'), Subtype: name('XML') }), packet),
  );
  const profile = update.add(new PdfStream(dict({ N: components }), latin1('profile')));
  const intent = dict({
    S: name('GTS_PDFA1'),
    OutputConditionIdentifier: textString('test'),
    DestOutputProfile: profile,
  });
  const root = file.trailer.get('Root');
  if (!(root instanceof PdfReference)) throw new Error('no catalog');
  const intents = components === null ? null : [intent];
  update.set(root, file.catalog.with({ Metadata: metadata, OutputIntents: intents }));
  return (await update.finish()).bytes;
}

/** The image that the last widget of the last page shows. */
function shownImage(pdf: Uint8Array): { image: PdfDict; resolve: (key: string) => unknown } {
  const file = openPdf(pdf);
  const page = listPages(file).at(-1);
  const widget = file.dict(file.array(page?.dict.get('Annots'))?.at(-1));
  const form = file.dict(file.dict(widget?.get('AP'))?.get('N'));
  const objects = file.dict(file.dict(form?.get('Resources'))?.get('XObject'));
  const image = file.dict(objects?.get('Im0'));
  if (!image) throw new Error('no image');
  return { image, resolve: (key) => file.resolve(image.get(key)) };
}

describe('an image in a file', () => {
  test('that is no PDF/A has soft edges and plain colours', async () => {
    const { pdf } = await sign(await officePaper({ width: 595, height: 842 }), 'approve');

    const { image, resolve } = shownImage(pdf);

    expect(image.has('SMask')).toBe(true);
    expect(resolve('ColorSpace')).toEqual(name('DeviceRGB'));
  });

  test('of ours, PDF/A-2u with an sRGB output intent, is the same', async () => {
    using folder = temporaryFolder();
    const scan = await buildSearchablePdf({
      title: 'Quyết định',
      createdAt: new Date('2026-11-22T02:30:00Z'),
      pages: [
        {
          image: {
            kind: 'grey',
            bytes: new Uint8Array(60 * 85).fill(230),
            widthPx: 60,
            heightPx: 85,
          },
          frame: {
            sourceWidthPx: 60,
            sourceHeightPx: 85,
            rotation: 0,
            skewDegrees: 0,
            dpi: 7.26,
          },
        },
      ],
    });

    const { pdf, prepared } = await sign(scan, 'approve');
    const file = folder.write('signed.pdf', pdf);

    expect(prepared.shownPlace?.needsConfirmation).toBe(true);
    expect(shownImage(pdf).image.has('SMask')).toBe(true);
    expect(shownImage(pdf).resolve('ColorSpace')).toEqual(name('DeviceRGB'));
    expect(qpdfComplaints(file)).toBe('');
    expect(runTool('pdfsig', '-nocert', file)).toContain('Signature is Valid');
  });

  test('that is PDF/A-1 has no transparency, only a mask of whole pixels', async () => {
    using folder = temporaryFolder();
    const { pdf } = await sign(await archivalPaper(1, 3), 'issue');

    const { image } = shownImage(pdf);

    expect(image.has('SMask')).toBe(false);
    expect(image.has('Mask')).toBe(true);
    const list = runTool('pdfimages', '-list', folder.write('signed.pdf', pdf));
    expect(list).toMatch(/stencil|mask/u);
  });

  test('that is PDF/A-2 for printing inks brings its own colour profile', async () => {
    const { pdf } = await sign(await archivalPaper(2, 4), 'approve');

    const { image, resolve } = shownImage(pdf);

    expect(image.has('SMask')).toBe(true);
    expect(resolve('ColorSpace')).toMatchObject([name('ICCBased'), {}]);
  });

  test('that is PDF/A-2 without an output intent does without blending', async () => {
    const { pdf } = await sign(await archivalPaper(2, null), 'approve');

    const { image, resolve } = shownImage(pdf);

    expect(image.has('SMask')).toBe(false);
    expect(resolve('ColorSpace')).toMatchObject([name('ICCBased'), {}]);
  });
});
