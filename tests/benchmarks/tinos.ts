import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Bytes of the upright Tinos, as the page loads it. */
export async function tinos(): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  );
  return new Uint8Array(await readFile(path));
}
