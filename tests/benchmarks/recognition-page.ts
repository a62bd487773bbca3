import { assembleDocument } from '#lib/client/assembling/assemble-document.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { RecognitionPool } from '#lib/client/recognition/recognition-pool.ts';
import { startTesseract } from '#lib/client/recognition/tesseract-engine.ts';

/** What the benchmark calls in the page. */
export type RecognitionPage = {
  /** Only the engines, on images prepared elsewhere; milliseconds for all. */
  readPrepared(images: string[], dpi: number, workers: number): Promise<number>;
  /** From scans to one searchable PDF, which is posted to `/made`; milliseconds for all. */
  makeDocument(images: string[], dpi: number, workers: number): Promise<number>;
};

async function fetchAll(addresses: string[]): Promise<Blob[]> {
  return Promise.all(addresses.map(async (address) => (await fetch(address)).blob()));
}

const page: RecognitionPage = {
  async readPrepared(addresses, dpi, workers) {
    const images = await fetchAll(addresses);
    const engines = await Promise.all(Array.from({ length: workers }, () => startTesseract()));
    const startedAt = performance.now();
    await Promise.all(
      engines.map(async (engine) => {
        for (let image = images.shift(); image; image = images.shift()) {
          await engine.read(image, { dpi, layout: 'page' }, () => undefined);
        }
      }),
    );
    const took = performance.now() - startedAt;
    for (const engine of engines) engine.terminate();
    return took;
  },

  async makeDocument(addresses, dpi, workers) {
    const images = await fetchAll(addresses);
    using imaging = new ImagingPool();
    using pool = new RecognitionPool({ size: workers, imaging });
    await pool.warmUp();
    const startedAt = performance.now();
    const pages = await Promise.all(
      images.map(async (image, i) => {
        const analysis = await imaging.analyse(image, dpi);
        const { frame, layer } = await pool.recognize({ pageId: String(i), image, ...analysis });
        return { image, frame, textLayer: layer };
      }),
    );
    const createdAt = new Date();
    const { pdf } = await assembleDocument({ kind: 'scanned', title: 'Đo', createdAt, pages });
    const took = performance.now() - startedAt;
    await fetch('/made', { method: 'POST', body: new Uint8Array(pdf) });
    return took;
  },
};

Object.assign(globalThis, { recognitionPage: page });
