import { toHex } from '#lib/pki/bytes.ts';
import {
  PdfDict,
  PdfName,
  PdfReference,
  PdfStream,
  type PdfString,
  type PdfObject,
} from '../objects/pdf-object.ts';
import type { ByteSink } from './byte-sink.ts';

/** `12 0 obj … endobj`, each keyword on a line of its own as PDF/A-2 §6.1.9 asks. */
export function writeIndirectObject(
  sink: ByteSink,
  reference: PdfReference,
  object: PdfObject,
): void {
  sink.text(`${reference.number} ${reference.generation} obj\n`);
  writeObject(sink, object);
  sink.text('\nendobj\n');
}

export function writeObject(sink: ByteSink, object: PdfObject): void {
  if (object instanceof PdfStream) {
    writeDict(sink, object.dict.with({ Length: object.raw.length }));
    sink.text('\nstream\n');
    sink.bytes(object.raw);
    sink.text('\nendstream');
  } else if (object instanceof PdfDict) writeDict(sink, object);
  else if (Array.isArray(object)) {
    sink.text('[');
    for (const [index, item] of object.entries()) {
      if (index > 0) sink.text(' ');
      writeObject(sink, item);
    }
    sink.text(']');
  } else sink.text(writeScalar(object));
}

/** At most five decimals, never with an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('A PDF number is finite');
  if (Number.isInteger(value)) return value.toFixed(0);
  const text = value.toFixed(5).replace(/\.?0+$/u, '');
  return text === '-0' ? '0' : text;
}

function writeDict(sink: ByteSink, { entries }: PdfDict): void {
  sink.text('<<');
  for (const [key, value] of entries) {
    sink.text(`${writeName(key)} `);
    writeObject(sink, value);
    sink.text('\n');
  }
  sink.text('>>');
}

function writeScalar(object: Exclude<PdfObject, PdfDict | PdfStream | PdfObject[]>): string {
  if (typeof object === 'number') return formatNumber(object);
  if (object === null || typeof object === 'boolean') return String(object);
  if (object instanceof PdfName) return writeName(object.value);
  if (object instanceof PdfReference) return `${object.number} ${object.generation} R`;
  return writeString(object);
}

function writeName(value: string): string {
  return `/${value.replace(/[^!-~]|[#%()<>[\]{}/]/gu, escapeNameCharacter)}`;
}

function escapeNameCharacter(character: string): string {
  return `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function writeString({ bytes, isHex }: PdfString): string {
  if (isHex) return `<${toHex(bytes)}>`;
  let text = '(';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === '\r') text += '\\r';
    else text += /[()\\]/u.test(character) ? `\\${character}` : character;
  }
  return `${text})`;
}
