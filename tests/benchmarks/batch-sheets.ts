import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeDocument } from '#fixtures/content/compose-document.ts';
import { withJpegDensity } from '#fixtures/formats/jpeg.ts';
import { drawPage } from '#fixtures/rendering/draw-page.ts';
import { layOutDocument } from '#fixtures/rendering/lay-out-document.ts';
import { sampleDocuments, type SampleDocument } from '#fixtures/sample-documents.ts';

/** Sheets that are really different; the others differ by a comment in the file. */
const DIFFERENT = 16;
const DPI = 300;
const JPEG_QUALITY = 80;
const seal = { upper: 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH', lower: 'TỈNH' };

/** JPEG files of A4 pages at 300 dpi, one page each, no two with the same bytes. */
export async function scannedSheets(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const sheets = sampleDocuments().slice(0, DIFFERENT).map(scannedSheet);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const path = join(folder, `SCAN_${String(index + 1).padStart(4, '0')}.jpg`);
      await writeFile(path, withComment(sheets[index % sheets.length] ?? new Uint8Array(), index));
      return path;
    }),
  );
}

/** The first page of the sample, a little askew. */
function scannedSheet(sample: SampleDocument, index: number): Uint8Array {
  const [page] = layOutDocument(composeDocument(sample));
  if (!page) throw new Error(`${sample.fileName} has no page`);
  const lie = { rotation: 0, skewDegrees: (index % 5) / 2 - 1 } as const;
  const canvas = drawPage(page, { ...lie, dpi: DPI, seal, seed: sample.fileName });
  return withJpegDensity(canvas.encodeSync('jpeg', JPEG_QUALITY), DPI);
}

/** A comment segment (ITU-T T.81 B.2.4.5) after the start of the image. */
function withComment(jpeg: Uint8Array, index: number): Uint8Array {
  const comment = Uint8Array.of(0xff, 0xfe, 0, 4, index >> 8, index & 0xff);
  return Uint8Array.from(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
}
