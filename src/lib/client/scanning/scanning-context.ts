import { getContext, setContext } from 'svelte';
import type { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import type { BatchScanning } from './batch-scanning.svelte.ts';
import type { FolderWatch } from './folder-watch.svelte.ts';
import type { ScannerChoice } from './scanner-choice.svelte.ts';

/** Everything with which one open batch is scanned; goes on while the person tags in it. */
export type ScanningDesk = {
  connection: BridgeConnection;
  choice: ScannerChoice;
  scanning: BatchScanning;
  folder: FolderWatch;
};

const key = Symbol('scanning');

export function provideScanning(desk: () => ScanningDesk): void {
  setContext(key, desk);
}

/** `null` where nothing can be scanned (tests of other things). */
export function useScanning(): ScanningDesk | null {
  return getContext<(() => ScanningDesk) | undefined>(key)?.() ?? null;
}
