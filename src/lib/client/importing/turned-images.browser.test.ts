import tinosUrl from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withExifOrientation } from '#fixtures/formats/jpeg.ts';
import { assembleDocument } from '#lib/client/assembling/assemble-document.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { decodeImage } from '#lib/client/imaging/decode-image.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { openPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import { RecognitionPool } from '#lib/client/recognition/recognition-pool.ts';
import { plainText } from '#lib/domain/text-layer.ts';
import type { ImportedPage } from './imported-file.ts';
import { fileReader } from './read-file.ts';

const lines = [
  'Sở Văn hóa, Thể thao và Du lịch',
  'Số: 05/GP-SVHTTDL',
  'Giấy phép kinh doanh dịch vụ lữ hành nội địa',
  'được hoạt động trên địa bàn toàn tỉnh',
];
const WIDTH = 900;
const HEIGHT = 1270;

let imaging: ImagingPool;
beforeAll(async () => {
  document.fonts.add(await new FontFace('Tinos', `url(${tinosUrl})`).load());
  imaging = new ImagingPool({ size: 1 });
});
afterAll(() => imaging[Symbol.dispose]());

/** How the pixels of an upright page must be stored for each orientation: quarters back, then flipped. */
const stored: Record<number, { quarters: number; isMirrored: boolean }> = {
  1: { quarters: 0, isMirrored: false },
  2: { quarters: 0, isMirrored: true },
  3: { quarters: 2, isMirrored: false },
  4: { quarters: 2, isMirrored: true },
  5: { quarters: 1, isMirrored: true },
  6: { quarters: 3, isMirrored: false },
  7: { quarters: 3, isMirrored: true },
  8: { quarters: 1, isMirrored: false },
};
const orientations = Object.keys(stored).map(Number);

/** A page of print with a black corner at its top left, stored for this EXIF orientation. */
async function scan(orientation: number): Promise<Uint8Array<ArrayBuffer>> {
  const { quarters, isMirrored } = stored[orientation] ?? { quarters: 0, isMirrored: false };
  const isOnItsSide = quarters % 2 === 1;
  const canvas = new OffscreenCanvas(isOnItsSide ? HEIGHT : WIDTH, isOnItsSide ? WIDTH : HEIGHT);
  const context = contextOf(canvas);
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  if (isMirrored) context.scale(-1, 1);
  context.rotate((quarters * Math.PI) / 2);
  context.translate(-WIDTH / 2, -HEIGHT / 2);
  context.fillStyle = 'black';
  context.fillRect(0, 0, WIDTH / 8, WIDTH / 8);
  context.font = '34px Tinos';
  for (let at = 0; at < 16; at += 1) {
    context.fillText(lines[at % lines.length] ?? '', 110, 190 + at * 64);
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return withExifOrientation(new Uint8Array(await blob.arrayBuffer()), orientation);
}

async function importedPage(bytes: Uint8Array<ArrayBuffer>): Promise<ImportedPage> {
  const read = fileReader(imaging);
  const file = await read(bytes, () => undefined, new AbortController().signal);
  const [page] = file.pages;
  if (!page) throw new Error('The file has no page');
  return page;
}

/** The black corner is where it belongs and nowhere else, and the page is higher than wide. */
function expectUpright(picture: ImageBitmap | HTMLCanvasElement): void {
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.drawImage(picture, 0, 0);
  const isBlack = (x: number, y: number) => {
    const [red = 255] = context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data;
    return red < 100;
  };
  const inset = width / 16;
  expect(height).toBeGreaterThan(width);
  expect({
    topLeft: isBlack(inset, inset),
    topRight: isBlack(width - inset, inset),
    bottomLeft: isBlack(inset, height - inset),
    bottomRight: isBlack(width - inset, height - inset),
  }).toEqual({ topLeft: true, topRight: false, bottomLeft: false, bottomRight: false });
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D context');
  return context;
}

describe.each(orientations)('a page with EXIF orientation %i', (orientation) => {
  it('shows upright in the browser and as stored to us', async () => {
    const bytes = await scan(orientation);
    const image = new Blob([bytes], { type: 'image/jpeg' });
    using closing = new DisposableStack();
    const shown = await createImageBitmap(image);
    closing.defer(() => shown.close());
    expectUpright(shown);

    const raw = await decodeImage(image);
    closing.defer(() => raw.close());
    const isOnItsSide = orientation >= 5;
    expect([raw.width, raw.height]).toEqual(isOnItsSide ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT]);
  });

  it('is upright in its thumbnail and in the PDF', async () => {
    const page = await importedPage(await scan(orientation));
    const { image, frame, thumbnail } = page;
    if (!image) throw new Error('A scan has an image');
    using closing = new DisposableStack();
    const small = await createImageBitmap(thumbnail);
    closing.defer(() => small.close());
    expectUpright(small);

    const { pdf } = await assembleDocument({
      kind: 'scanned',
      title: 'Giấy phép',
      createdAt: new Date('2026-11-22T02:00:00Z'),
      pages: [{ image, frame }],
    });
    const url = URL.createObjectURL(new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }));
    const opened = await openPdf(url);
    try {
      const shown = await opened.page(1);
      const viewport = shown.getViewport({ scale: 1 });
      const canvas = document.createElement('canvas');
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      await shown.render({ canvas, viewport }).promise;
      expectUpright(canvas);
    } finally {
      await opened.close();
      URL.revokeObjectURL(url);
    }
  });
});

it('keeps the bytes of a turned scan; only a mirrored one is written anew', async () => {
  for (const orientation of orientations) {
    const bytes = await scan(orientation);
    const page = await importedPage(bytes);
    const keptBytes = page.sha256 === (await sha256Hex(bytes));
    expect({ orientation, keptBytes }).toEqual({
      orientation,
      keptBytes: stored[orientation]?.isMirrored === false,
    });
    expect(page.sha256).toBe(await sha256Hex((await page.image?.arrayBuffer()) ?? bytes.buffer));
  }
});

it('reads a turned and a mirrored page', async () => {
  using recognition = new RecognitionPool({ size: 1, imaging });
  for (const orientation of [6, 7]) {
    const page = await importedPage(await scan(orientation));
    if (!page.image) throw new Error('A scan has an image');
    const { layer } = await recognition.recognize({
      pageId: `p${orientation}`,
      image: page.image,
      frame: page.frame,
      orientationConfidence: page.orientationConfidence,
      ...(page.orientations && { orientations: page.orientations }),
    });
    for (const line of lines) expect(plainText(layer)).toContain(line);
  }
});
