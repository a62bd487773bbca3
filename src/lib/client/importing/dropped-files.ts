import { compareNaturally } from './natural-order.ts';

/** A file with its path inside the folder that was dropped or picked. */
export type FileToImport = { file: File; path: string };

/**
 * Files and whole folders of a drop, in natural order. Call it inside the drop event: the browser
 * forgets the items afterwards.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<FileToImport[]> {
  const entries = Array.from(transfer.items, (item) =>
    item.kind === 'file' ? item.webkitGetAsEntry() : null,
  ).filter((entry) => entry !== null);
  const found =
    entries.length > 0
      ? (await Promise.all(entries.map((entry) => filesBelow(entry)))).flat()
      : pickedFiles(transfer.files);
  return inOrder(found);
}

/** Files of `<input type=file>`, also with `webkitdirectory`. */
export function pickedFiles(files: Iterable<File>): FileToImport[] {
  return inOrder(
    Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name })),
  );
}

export function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/** Thumbs.db, .DS_Store and the like are no scans. */
function isHidden({ path }: FileToImport): boolean {
  const name = path.split('/').at(-1) ?? '';
  return name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/iu.test(name);
}

function inOrder(files: FileToImport[]): FileToImport[] {
  return files.filter((file) => !isHidden(file)).sort((a, b) => compareNaturally(a.path, b.path));
}

async function filesBelow(entry: FileSystemEntry): Promise<FileToImport[]> {
  if (isFileEntry(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//u, '') }];
  }
  if (!isDirectoryEntry(entry)) return [];
  const reader = entry.createReader();
  const found: FileToImport[] = [];
  // A reader hands out at most 100 entries at a time; an empty answer ends the folder.
  for (;;) {
    const children = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (children.length === 0) return found;
    for (const child of children) found.push(...(await filesBelow(child)));
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
