import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderWatch } from './folder-watch.svelte.ts';

let folder: FileSystemDirectoryHandle;
let kept: Map<string, unknown>;
const open: FolderWatch[] = [];

beforeEach(async () => {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('quet', { recursive: true }).catch(() => undefined);
  folder = await root.getDirectoryHandle('quet', { create: true });
  kept = new Map();
});

afterEach(() => {
  for (const watch of open.splice(0)) watch.stop();
});

async function put(name: string, text: string): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true });
  const writable = await file.createWritable();
  await writable.write(text);
  await writable.close();
}

/** A page that watches; `look` lets it look once more and waits until it has. */
function watchFolder() {
  const imported: string[] = [];
  const looks: (() => void)[] = [];
  const watch = new FolderWatch({
    personId: 'canbo',
    kept: {
      readKept: async (key) => kept.get(key),
      keep: async (key, value) => void kept.set(key, value),
    },
    importFiles: async (files) => void imported.push(...files.map(({ file }) => file.name)),
    wait: (_ms, signal) =>
      new Promise((done) => {
        looks.push(done);
        signal.addEventListener('abort', () => done(), { once: true });
      }),
    pick: () => Promise.resolve(folder),
  });
  open.push(watch);
  const look = async () => {
    await vi.waitFor(() => expect(looks).toHaveLength(1));
    looks.shift()?.();
    await vi.waitFor(() => expect(looks).toHaveLength(1));
  };
  return { watch, imported, look };
}

test('files that rest come in once, in their natural order; what is being written waits', async () => {
  await put('trang 10.jpg', 'ten');
  await put('trang 2.jpg', 'two');
  await put('ghi-chu.txt', 'no page');
  await put('.trang 3.jpg', 'unfinished');
  const { watch, imported, look } = watchFolder();
  void watch.choose();
  await look();
  expect(imported).toEqual(['trang 2.jpg', 'trang 10.jpg']);
  await put('trang 11.jpg', 'half');
  await look();
  await put('trang 11.jpg', 'half and half');
  await look();
  expect(imported).toHaveLength(2);
  await look();
  expect(imported).toEqual(['trang 2.jpg', 'trang 10.jpg', 'trang 11.jpg']);
  expect(watch.takenCount).toBe(3);
});

test('after a reload nothing comes twice, but another content under a known name does', async () => {
  await put('a.jpg', 'first');
  const first = watchFolder();
  void first.watch.choose();
  await first.look();
  expect(first.imported).toEqual(['a.jpg']);
  first.watch.stop();

  await put('b.jpg', 'second');
  const second = watchFolder();
  await second.watch.remember();
  expect(second.watch.name).toBe('quet');
  void second.watch.watch();
  await second.look();
  expect(second.imported).toEqual(['b.jpg']);
  await put('a.jpg', 'third');
  await second.look();
  await second.look();
  expect(second.imported).toEqual(['b.jpg', 'a.jpg']);
});

test('a folder that is gone is told by its name', async () => {
  const { watch } = watchFolder();
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('quet', { recursive: true });
  await watch.choose();
  const details = { folder: 'quet' };
  expect(watch.problem).toEqual({ code: 'SCAN_FOLDER_UNREADABLE', details });
  expect(watch.isWatching).toBe(false);
});
