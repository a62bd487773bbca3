import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { Box, PageFrame, TextLayer } from '#lib/domain/text-layer.ts';
import { analyseGrey, type PageAnalysis } from '#lib/imaging/analyse-page.ts';
import { toGrey } from '#lib/imaging/grey-image.ts';
import {
  encodePgm,
  inkiestStrip,
  inkOf,
  recognitionImageOfGrey,
  lineImages,
  recognitionVariants,
} from '#lib/imaging/recognition-image.ts';
import { engineParameters } from '#lib/recognition/engine-parameters.ts';
import { inkCells } from '#lib/recognition/reading/ink-cells.ts';
import { recognizePage } from '#lib/recognition/recognize-page.ts';
import type { PageImage } from './sample-pages.ts';

export type ReadPage = {
  analysis: PageAnalysis;
  frame: PageFrame;
  layer: TextLayer;
  analysisMs: number;
  recognitionMs: number;
};

const modes = { page: PSM.AUTO, block: PSM.SINGLE_BLOCK, line: PSM.SINGLE_LINE };
const languageFolder = new URL(
  '../../node_modules/@tesseract.js-data/vie/4.0.0_best_int',
  import.meta.url,
).pathname;

function rectangleOf({ x, y, width, height }: Box) {
  return { left: x, top: y, width, height };
}

/** The recognition of the browser with the same engine, data and steps, for measuring in Node. */
export class NodeRecognition implements AsyncDisposable {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async start(): Promise<NodeRecognition> {
    const worker = await createWorker('vie', OEM.LSTM_ONLY, {
      langPath: languageFolder,
      cacheMethod: 'none',
    });
    await worker.setParameters(engineParameters);
    return new NodeRecognition(worker);
  }

  async read(page: PageImage): Promise<ReadPage> {
    const startedAt = performance.now();
    const grey = toGrey(page.rgba, page.width, page.height);
    const analysis = analyseGrey(grey, page.dpiHint);
    const analysedAt = performance.now();
    const blackOnly = () => toGrey(page.rgba, page.width, page.height, 'black-only');
    const result = await recognizePage(
      analysis,
      {
        page: (frame, variant) => {
          const ink = inkOf(variant) === 'without-red' ? grey : blackOnly();
          return Promise.resolve(encodePgm(recognitionImageOfGrey(ink, frame, variant)));
        },
        ink: (image, frame) => Promise.resolve(inkCells(image, frame.dpi)),
        variants: (frame) => Promise.resolve(recognitionVariants(grey, frame)),
        strip: (frame) => Promise.resolve(encodePgm(inkiestStrip(grey, frame))),
        lines: (frame, zone) => {
          const lines = lineImages(blackOnly(), frame, zone);
          return Promise.resolve(lines.map(({ image, box }) => ({ image: encodePgm(image), box })));
        },
      },
      async (image, { dpi, layout, part }) => {
        await this.#worker.setParameters({
          tessedit_pageseg_mode: modes[layout],
          user_defined_dpi: String(dpi),
        });
        const read = await this.#worker.recognize(
          Buffer.from(image),
          part ? { rectangle: rectangleOf(part) } : {},
          { text: false, blocks: true },
        );
        return read.data.blocks ?? [];
      },
    );
    return {
      analysis,
      ...result,
      analysisMs: analysedAt - startedAt,
      recognitionMs: performance.now() - analysedAt,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
