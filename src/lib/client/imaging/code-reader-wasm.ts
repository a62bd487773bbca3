import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { AppError } from '#lib/domain/app-error.ts';

let wasm: Promise<ArrayBuffer> | undefined;

/** The reader of codes, from our own server, once. Errors: `SERVER_UNREACHABLE`. */
export function codeReaderWasm(): Promise<ArrayBuffer> {
  wasm ??= load().catch((error: unknown) => {
    wasm = undefined;
    throw error;
  });
  return wasm;
}

async function load(): Promise<ArrayBuffer> {
  const response = await fetch(wasmUrl).catch(() => null);
  if (!response?.ok) throw new AppError('SERVER_UNREACHABLE');
  return response.arrayBuffer();
}
