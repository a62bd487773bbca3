import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One side of a sheet as the device gives it: JPEG with three components or one. */
export type PageImage = { colour?: Buffer; grey?: Buffer };

/**
 * The JPEG images of a folder in the order of their names, as sheets that were scanned in colour.
 * Clients refuse an image of one component for a scan in colour, so those stay out.
 */
export async function readSheets(folder: string): Promise<PageImage[]> {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/iu.test(name)).toSorted();
  const images = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
  return images.filter((image) => componentCount(image) === 3).map((colour) => ({ colour }));
}

/** Components of a JPEG by its frame header (ITU-T T.81 §B.2.2); 0 for what is none. */
export function componentCount(jpeg: Buffer): number {
  let at = 2;
  while (at + 10 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return jpeg[at + 9] ?? 0;
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  return 0;
}
