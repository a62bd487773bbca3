import { isName, PdfDict, type PdfStream } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

/** A picture of one bit per pixel as a PDF holds it. */
export type BilevelStream = {
  widthPx: number;
  heightPx: number;
  /** The rows themselves, each from a new octet, or a Group 4 stream (ITU-T T.6). */
  coding: 'rows' | 'g4';
  bytes: Uint8Array<ArrayBuffer>;
  /** Rows: 0 is black. Group 4: its black is black. Else the other way round. */
  isInverted: boolean;
};

const MASKS = ['SMask', 'Mask', 'ImageMask', 'SMaskInData'];

/** The picture, or null for what has colours, masks, or another coding (ISO 32000-1 §8.9.5). */
export function readBilevel(file: PdfFile, stream: PdfStream): BilevelStream | null {
  const { dict } = stream;
  const widthPx = file.number(dict.get('Width')) ?? 0;
  const heightPx = file.number(dict.get('Height')) ?? 0;
  const isOneBit = file.number(dict.get('BitsPerComponent')) === 1;
  const isGrey = isName(file.resolve(dict.get('ColorSpace')), 'DeviceGray');
  const isMasked = MASKS.some((key) => dict.has(key) && file.resolve(dict.get(key)) !== false);
  if (!isOneBit || !isGrey || isMasked || widthPx < 1 || heightPx < 1) return null;

  const isDecodedInverted = file.numbers(dict.get('Decode'))?.[0] === 1;
  const { data, remaining } = file.decode(stream);
  const size = { widthPx, heightPx };
  if (remaining.length === 0) {
    const isWhole = data.length >= Math.ceil(widthPx / 8) * heightPx;
    const rows = { coding: 'rows', bytes: data.slice(), isInverted: isDecodedInverted } as const;
    return isWhole ? { ...size, ...rows } : null;
  }
  const fax = remaining.length === 1 ? faxSettings(file, stream) : null;
  if (!fax || remaining[0] !== 'CCITTFaxDecode' || fax.columns !== widthPx) return null;
  const isInverted = fax.isBlackOne !== isDecodedInverted;
  return { ...size, coding: 'g4', bytes: data.slice(), isInverted };
}

/** Of the last filter; null for other faxes than plain Group 4 (§7.4.6). */
function faxSettings(
  file: PdfFile,
  { dict }: PdfStream,
): { columns: number; isBlackOne: boolean } | null {
  const given = file.resolve(dict.get('DecodeParms'));
  const settings = Array.isArray(given) ? file.resolve(given.at(-1)) : given;
  if (!(settings instanceof PdfDict)) return null;
  const isOn = (key: string) => file.resolve(settings.get(key)) === true;
  const isGroup4 = (file.number(settings.get('K')) ?? 0) < 0 && !isOn('EncodedByteAlign');
  const columns = file.number(settings.get('Columns')) ?? 1728;
  return isGroup4 ? { columns, isBlackOne: isOn('BlackIs1') } : null;
}
