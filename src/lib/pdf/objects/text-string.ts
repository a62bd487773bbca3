import { latin1 } from '#lib/pki/bytes.ts';
import { PdfString } from './pdf-object.ts';

/** Text string (ISO 32000-1 §7.9.2.2): ASCII as it is, everything else UTF-16BE with its mark. NFC. */
export function textString(text: string): PdfString {
  const normalized = text.normalize('NFC');
  if (/^[\x20-\x7e]*$/u.test(normalized)) return new PdfString(latin1(normalized));
  const bytes = new Uint8Array(2 + normalized.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff);
  for (let index = 0; index < normalized.length; index++) {
    view.setUint16(2 + index * 2, normalized.charCodeAt(index));
  }
  return new PdfString(bytes, true);
}

/** UTF-16 and UTF-8 by their marks, else as Latin 1, which PDFDocEncoding mostly is. NFC. */
export function readTextString({ bytes }: PdfString): string {
  const [first, second, third] = bytes;
  const encoding =
    first === 0xfe && second === 0xff
      ? 'utf-16be'
      : first === 0xff && second === 0xfe
        ? 'utf-16le'
        : first === 0xef && second === 0xbb && third === 0xbf
          ? 'utf-8'
          : 'latin1';
  return new TextDecoder(encoding).decode(bytes).normalize('NFC');
}

/** `D:20261122093000+07'00'`: Vietnamese time (ISO 32000-1 §7.9.4). */
export function dateString(at: Date): PdfString {
  const local = new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString();
  return new PdfString(latin1(`D:${local.slice(0, 19).replace(/[-T:]/gu, '')}+07'00'`));
}

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

const dateForm = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?/u;

/** null when the string is no date. Without a zone the time is taken as UTC. */
export function readDateString(string: PdfString): Date | null {
  const match = dateForm.exec(readTextString(string));
  if (!match) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00'] = match;
  const zone = match[8] ? `${match[8]}${match[9]}:${match[10] ?? '00'}` : 'Z';
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
