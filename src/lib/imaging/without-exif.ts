/**
 * The JPEG or PNG without its EXIF blocks, for decoders that turn the picture by them whatever they
 * are asked: a copy only where there is one. Pixels, colours and everything else stay; bytes that
 * are neither, or broken, come back as they are.
 */
export function withoutExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = isJpeg(view) ? jpegBlocks(view) : isPng(view) ? pngBlocks(view) : [];
  return blocks.length === 0 ? bytes : withoutBlocks(bytes, blocks);
}

/** Octets from … to, without `to`. */
type Block = { from: number; to: number };

const EXIF_NAME = 0x45786966;
const PNG_EXIF_TYPE = 0x65584966;
const PNG_END_TYPE = 0x49454e44;

function isJpeg(view: DataView): boolean {
  return view.byteLength >= 4 && view.getUint16(0) === 0xffd8;
}

function isPng(view: DataView): boolean {
  return view.byteLength >= 8 && view.getUint32(0) === 0x89504e47;
}

/** APP1 segments that begin with `Exif`, up to the first scan. */
function jpegBlocks(view: DataView): Block[] {
  const blocks: Block[] = [];
  let from = 2;
  while (from + 4 <= view.byteLength && view.getUint8(from) === 0xff) {
    const marker = view.getUint8(from + 1);
    // Any number of fill octets may stand before a marker (ITU-T T.81 §B.1.1.2).
    if (marker === 0xff) {
      from += 1;
      continue;
    }
    const to = from + 2 + view.getUint16(from + 2);
    if (marker === 0xda || to > view.byteLength) break;
    const isExif = marker === 0xe1 && to - from >= 10 && view.getUint32(from + 4) === EXIF_NAME;
    if (isExif) blocks.push({ from, to });
    from = to;
  }
  return blocks;
}

function pngBlocks(view: DataView): Block[] {
  const blocks: Block[] = [];
  let from = 8;
  while (from + 12 <= view.byteLength) {
    const type = view.getUint32(from + 4);
    const to = from + 12 + view.getUint32(from);
    if (type === PNG_END_TYPE || to > view.byteLength) break;
    if (type === PNG_EXIF_TYPE) blocks.push({ from, to });
    from = to;
  }
  return blocks;
}

function withoutBlocks(
  bytes: Uint8Array<ArrayBuffer>,
  blocks: readonly Block[],
): Uint8Array<ArrayBuffer> {
  const dropped = blocks.reduce((sum, { from, to }) => sum + to - from, 0);
  const kept = new Uint8Array(bytes.length - dropped);
  let read = 0;
  let written = 0;
  for (const { from, to } of [...blocks, { from: bytes.length, to: bytes.length }]) {
    kept.set(bytes.subarray(read, from), written);
    written += from - read;
    read = to;
  }
  return kept;
}
