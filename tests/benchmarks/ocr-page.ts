import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { RecognitionPool } from '#lib/client/recognition/recognition-pool.ts';
import { startTesseract } from '#lib/client/recognition/tesseract-engine.ts';

/** What the benchmark calls in the page. */
export type OcrPage = {
  /** Only the engines, on images prepared elsewhere; milliseconds for all. */
  readPrepared(images: string[], dpi: number, workers: number): Promise<number>;
  /** Everything a batch does with a page: analysis, clean-up, reading; milliseconds for all. */
  readScans(images: string[], workers: number): Promise<number>;
};

async function fetchAll(addresses: string[]): Promise<Blob[]> {
  return Promise.all(addresses.map(async (address) => (await fetch(address)).blob()));
}

const page: OcrPage = {
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

  async readScans(addresses, workers) {
    const images = await fetchAll(addresses);
    using imaging = new ImagingPool();
    using pool = new RecognitionPool({ size: workers, imaging });
    await pool.warmUp();
    const startedAt = performance.now();
    await Promise.all(
      images.map(async (image, i) => {
        const analysis = await imaging.analyse(image, 200);
        await pool.recognize({ pageId: String(i), image, ...analysis });
      }),
    );
    return performance.now() - startedAt;
  },
};

Object.assign(globalThis, { ocrPage: page });
