/**
 * Everything the engine loads, as hashed files of our own origin. tesseract.js would fetch each of
 * them from a CDN when its path is not set.
 */
import vietnameseUrl from '@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz?url';
import plainCoreUrl from 'tesseract.js-core/tesseract-core-lstm.wasm.js?url';
import simdCoreUrl from 'tesseract.js-core/tesseract-core-simd-lstm.wasm.js?url';
import workerUrl from 'tesseract.js/dist/worker.min.js?url';

export type EngineAssets = { workerPath: string; corePath: string; langPath: string };

export function engineAssets(): EngineAssets {
  return {
    workerPath: workerUrl,
    corePath: hasSimd() ? simdCoreUrl : plainCoreUrl,
    // The worker appends `/vie.traineddata.gz`; behind a fragment mark that changes nothing.
    langPath: `${vietnameseUrl}#`,
  };
}

/** A module with one v128 instruction: only processors and browsers with SIMD accept it. */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0],
  ...[253, 15, 253, 98, 11],
);

function hasSimd(): boolean {
  return WebAssembly.validate(simdProbe);
}
