import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { compareNaturally } from '#lib/client/importing/natural-order.ts';

/** `key`: name, size and hash; the same file never comes twice. */
export type RestingFile = { file: File; key: string };

const pageEndings = /\.(?:jpe?g|png|tiff?|pdf)$/iu;
/** Names that scanning programs give to what they are still writing. */
const unfinishedNames = /^[.~]|\.(?:part|partial|tmp|temp|crdownload)$/iu;

/** The scans of a folder that no program writes any more and that were not taken before. */
export class RestingFiles {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #taken: Set<string>;
  /** Size and time of files at the last look. */
  #seen = new Map<string, string>();
  /** Those of files that were held against the taken ones: they are not read again. */
  readonly #judged = new Map<string, string>();

  constructor(folder: FileSystemDirectoryHandle, taken: readonly string[]) {
    this.#folder = folder;
    this.#taken = new Set(taken);
  }

  /** Keys of all taken files, oldest first. */
  get taken(): string[] {
    return [...this.#taken];
  }

  /** New files that are as they were at the look before. Throws a DOMException without the folder. */
  async look(): Promise<RestingFile[]> {
    const files = await filesIn(this.#folder);
    const before = this.#seen;
    this.#seen = new Map(files.map((file) => [file.name, lookOf(file)]));
    const fresh: RestingFile[] = [];
    for (const file of files) {
      const look = lookOf(file);
      if (before.get(file.name) !== look || this.#judged.get(file.name) === look) continue;
      const key = await keyOf(file).catch(() => null);
      if (key === null) continue;
      this.#judged.set(file.name, look);
      if (!this.#taken.has(key)) fresh.push({ file, key });
    }
    return fresh;
  }

  take(files: readonly RestingFile[]): void {
    for (const { key } of files) this.#taken.add(key);
  }
}

async function filesIn(folder: FileSystemDirectoryHandle): Promise<File[]> {
  const files: File[] = [];
  for await (const entry of folder.values()) {
    if (entry.kind !== 'file') continue;
    if (!pageEndings.test(entry.name) || unfinishedNames.test(entry.name)) continue;
    const file = await entry.getFile().catch(() => null);
    if (file && file.size > 0) files.push(file);
  }
  return files.sort((one, other) => compareNaturally(one.name, other.name));
}

function lookOf({ size, lastModified }: File): string {
  return `${size}:${lastModified}`;
}

/** Rejects while another program holds the file. */
async function keyOf(file: File): Promise<string> {
  const hash = await sha256Hex(await file.arrayBuffer());
  return `${file.name.normalize('NFC')}:${file.size}:${hash}`;
}
