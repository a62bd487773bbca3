import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { Station } from '#lib/client/batch-session/station.ts';
import { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { BridgeConnection } from '#lib/client/signing/bridge-connection.svelte.ts';
import { httpManifests } from '#lib/client/signing/manifests.ts';
import { BatchScanning } from './batch-scanning.svelte.ts';
import { FolderWatch, type PickFolder } from './folder-watch.svelte.ts';
import { PresetShelf } from './preset-shelf.svelte.ts';
import { ScannerChoice } from './scanner-choice.svelte.ts';
import type { ScanningDesk } from './scanning-context.ts';

/** What the batch is scanned with; whoever opens it closes `scanning` and stops `folder`. */
export function openScanningDesk(
  { store, person }: Pick<Station, 'store' | 'person'>,
  session: BatchSession,
  bridgeUrl: string | null,
): ScanningDesk {
  const bridge = new BridgeClient(bridgeUrl ? { baseUrl: bridgeUrl } : {});
  return {
    connection: new BridgeConnection(bridge, httpManifests, () => new Date()),
    choice: new ScannerChoice(bridge.scanning, new PresetShelf(person.id, store)),
    scanning: new BatchScanning({
      bridge: bridge.scanning,
      target: session,
      kept: store,
      hasBatch: async (batchId) => (await store.readBatch(batchId)) !== undefined,
      newId: () => crypto.randomUUID(),
      wait,
    }),
    folder: new FolderWatch({
      personId: person.id,
      kept: store,
      importFiles: (files) => session.import(files),
      wait,
      pick: folderPicker(),
    }),
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const leave = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
  });
}

/** Not yet in the DOM types. */
function folderPicker(): PickFolder | null {
  const own: Window & {
    showDirectoryPicker?: (asked: { mode: 'read' }) => ReturnType<PickFolder>;
  } = window;
  const pick = own.showDirectoryPicker?.bind(own);
  return pick ? () => pick({ mode: 'read' }) : null;
}
