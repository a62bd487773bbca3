import { AppError } from '#lib/domain/app-error.ts';

export type FileKind = 'jpeg' | 'png' | 'tiff' | 'pdf';

/** Pictures that scanners rarely make and that are not taken; told apart from what is no picture. */
const otherPictures: readonly { offset: number; magic: string }[] = [
  { offset: 0, magic: 'GIF8' },
  { offset: 0, magic: 'BM' },
  { offset: 8, magic: 'WEBP' },
  { offset: 4, magic: 'ftypheic' },
  { offset: 4, magic: 'ftypheif' },
  { offset: 4, magic: 'ftypmif1' },
  { offset: 4, magic: 'ftypavif' },
  { offset: 4, magic: 'jP  ' },
];

/** ISO 32000-1 Annex H: readers accept the header anywhere in the first 1024 bytes. */
const PDF_HEADER_WITHIN = 1024;

/**
 * What the bytes are, whatever the name says. Throws `FILE_TYPE_UNSUPPORTED` for pictures of other
 * kinds and `FILE_NOT_AN_IMAGE` for everything else.
 */
export function sniffFile(bytes: Uint8Array): FileKind {
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, 0, 'II*\0') || startsWith(bytes, 0, 'MM\0*')) return 'tiff';
  if (latin1(bytes.subarray(0, PDF_HEADER_WITHIN)).includes('%PDF-')) return 'pdf';
  const isPicture = otherPictures.some(({ offset, magic }) => startsWith(bytes, offset, magic));
  throw new AppError(isPicture ? 'FILE_TYPE_UNSUPPORTED' : 'FILE_NOT_AN_IMAGE');
}

function startsWith(bytes: Uint8Array, offset: number, magic: string): boolean {
  return latin1(bytes.subarray(offset, offset + magic.length)) === magic;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
