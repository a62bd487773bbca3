import { readFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import UTIF from 'utif2';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';

export type PageImage = {
  rgba: Uint8ClampedArray;
  width: number;
  height: number;
  dpiHint: number | undefined;
};

/** The page images of one sample file: JPEG, PNG, multi-page TIFF or image-only PDF. */
export async function readSamplePages(path: string): Promise<PageImage[]> {
  const bytes = await readFile(path);
  if (path.endsWith('.tif')) return readTiff(bytes);
  if (!path.endsWith('.pdf')) return [await readImage(bytes, undefined)];
  const { pages } = await inspectPdf(bytes);
  return Promise.all(
    pages.map((page) => {
      if (!page.soleJpeg) throw new Error(`${path} has a page that is not one JPEG`);
      return readImage(Buffer.from(page.soleJpeg.bytes), page.soleJpeg.dpi);
    }),
  );
}

async function readImage(bytes: Buffer, dpiHint: number | undefined): Promise<PageImage> {
  const image = await loadImage(bytes);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { rgba: context.getImageData(0, 0, width, height).data, width, height, dpiHint };
}

function readTiff(bytes: Buffer): PageImage[] {
  return UTIF.decode(bytes).map((directory) => {
    UTIF.decodeImage(bytes, directory);
    const rgba = new Uint8ClampedArray(UTIF.toRGBA8(directory));
    return { rgba, width: directory.width, height: directory.height, dpiHint: undefined };
  });
}
