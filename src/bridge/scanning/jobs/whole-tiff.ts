type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** TIFF 6.0 §2: where each strip or tile of a page lies, and how long it is. */
const stripOffsets = 273;
const stripByteCounts = 279;
const tileOffsets = 324;
const tileByteCounts = 325;
const maxPages = 10_000;

/** Whether every page of a TIFF, and every strip or tile of it, lies within the file. */
export async function isWholeTiff(readBytes: ReadAt, sizeBytes: number): Promise<boolean> {
  const readAt: ReadAt = (position, length) => {
    if (position + length > sizeBytes) throw new RangeError('Beyond the end of the file');
    return readBytes(position, length);
  };
  try {
    const header = await readAt(0, 8);
    const isLittle = header[0] === 0x49;
    const number = (bytes: Buffer, at: number, width: number) =>
      isLittle ? bytes.readUIntLE(at, width) : bytes.readUIntBE(at, width);
    let directoryAt = number(header, 4, 4);
    if (directoryAt === 0) return false;
    for (let page = 0; directoryAt !== 0; page++) {
      if (page === maxPages) return false;
      const count = number(await readAt(directoryAt, 2), 0, 2);
      const directory = await readAt(directoryAt + 2, count * 12 + 4);
      const values = (tag: number) => valuesOf(directory, count, tag, number, readAt);
      const offsets = [...(await values(stripOffsets)), ...(await values(tileOffsets))];
      const lengths = [...(await values(stripByteCounts)), ...(await values(tileByteCounts))];
      const isInside = (offset: number, index: number) =>
        offset + (lengths[index] ?? 0) <= sizeBytes;
      if (offsets.length === 0 || !offsets.every(isInside)) return false;
      directoryAt = number(directory, count * 12, 4);
    }
    return true;
  } catch (error) {
    // Read beyond what there is.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

async function valuesOf(
  directory: Buffer,
  count: number,
  wanted: number,
  number: (bytes: Buffer, at: number, width: number) => number,
  readAt: ReadAt,
): Promise<number[]> {
  for (let entryAt = 0; entryAt < count * 12; entryAt += 12) {
    if (number(directory, entryAt, 2) !== wanted) continue;
    // SHORT (3) or LONG (4); four bytes stand in the entry itself, more elsewhere.
    const width = number(directory, entryAt + 2, 2) === 3 ? 2 : 4;
    const valueCount = number(directory, entryAt + 4, 4);
    const isInside = valueCount * width <= 4;
    const values = isInside
      ? directory.subarray(entryAt + 8, entryAt + 12)
      : await readAt(number(directory, entryAt + 8, 4), valueCount * width);
    return Array.from({ length: valueCount }, (_, index) => number(values, index * width, width));
  }
  return [];
}
