import type { Box } from '#lib/domain/text-layer.ts';
import type { EngineBlock } from '#lib/recognition/engine-output.ts';
import { engineParameters } from '#lib/recognition/engine-parameters.ts';
import { engineAssets } from './assets.ts';

export type ReadOptions = {
  dpi: number;
  layout: 'page' | 'block' | 'line';
  /** Only this part of the image, in its pixels. */
  part?: Box;
};

/** One OCR engine in its own worker; it reads one image at a time. */
export interface RecognitionEngine {
  /** `onProgress` gets 0–1. Rejects when the engine died; it is of no further use then. */
  read(
    image: Blob,
    options: ReadOptions,
    onProgress: (share: number) => void,
  ): Promise<readonly EngineBlock[]>;
  terminate(): void;
}

/** An engine that says nothing for this long is taken for dead. */
const SILENCE_MS = 120_000;

/** Loads engine and Vietnamese data from our own origin; about 20 MB, cached by the browser. */
export async function startTesseract(): Promise<RecognitionEngine> {
  const { createWorker, OEM, PSM } = (await import('tesseract.js')).default;
  let onProgress: (share: number) => void = () => undefined;
  const death = new AbortController();
  const fail = (cause: unknown) => death.abort(cause);
  const died = new Promise<never>((_, reject) =>
    death.signal.addEventListener('abort', () => reject(death.signal.reason)),
  );
  died.catch(() => undefined);

  const starting = createWorker('vie', OEM.LSTM_ONLY, {
    ...engineAssets(),
    workerBlobURL: false,
    cacheMethod: 'none',
    logger: ({ status, progress }) => {
      if (status === 'recognizing text') onProgress(progress);
    },
    errorHandler: fail,
  });
  const modes = { page: PSM.AUTO, block: PSM.SINGLE_BLOCK, line: PSM.SINGLE_LINE };
  const engine = await Promise.race([starting, died]);
  // Not in the published types, yet the only place where the death of the thread is told.
  if ('worker' in engine && engine.worker instanceof Worker) {
    engine.worker.addEventListener('error', fail);
  }
  await Promise.race([engine.setParameters(engineParameters), died]);
  let setFor = '';

  return {
    async read(image, { dpi, layout, part }, report) {
      death.signal.throwIfAborted();
      const silence = startWatch(() => fail(new Error('The recognition engine is silent')));
      onProgress = (share) => {
        silence.restart();
        report(share);
      };
      try {
        const wanted = { tessedit_pageseg_mode: modes[layout], user_defined_dpi: String(dpi) };
        if (setFor !== JSON.stringify(wanted)) {
          await Promise.race([engine.setParameters(wanted), died]);
          setFor = JSON.stringify(wanted);
        }
        const result = await Promise.race([
          engine.recognize(image, part ? { rectangle: rectangleOf(part) } : {}, {
            text: false,
            blocks: true,
          }),
          died,
        ]);
        return result.data.blocks ?? [];
      } finally {
        silence.stop();
        onProgress = () => undefined;
      }
    },
    terminate() {
      fail(new DOMException('The engine was ended', 'AbortError'));
      void engine.terminate();
    },
  };
}

function rectangleOf({ x, y, width, height }: Box) {
  return { left: x, top: y, width, height };
}

function startWatch(onSilence: () => void) {
  let timer = setTimeout(onSilence, SILENCE_MS);
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(onSilence, SILENCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
