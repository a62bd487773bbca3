import { getRawAsset } from 'node:sea';
import type koffi from 'koffi';
import { koffiAsset } from './koffi-asset.ts';
import { nativeFolder } from './native-folder.ts';
import { unpackLibrary } from './unpack-library.ts';

/** Stands in for the package `koffi` inside the executable, which has no `node_modules`. */
const bytes = new Uint8Array(getRawAsset(koffiAsset));
const loaded: { exports: typeof koffi | Record<string, never> } = { exports: {} };
process.dlopen(loaded, unpackLibrary(bytes, nativeFolder(process.env)));
export default loaded.exports;
