import type { PdfDict, PdfStream } from '../objects/pdf-object.ts';
import { PdfName } from '../objects/pdf-object.ts';
import { readTrueType, type TrueTypeFont } from '../fonts/true-type.ts';
import { readOperations } from '../reading/content-stream.ts';
import { operatorsOf } from '../reading/page-content.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { readToUnicode } from '../text/read-to-unicode.ts';
import type { ShadowFinding } from './shadow-finding.ts';

type FontFinding = Pick<ShadowFinding, 'kind' | 'severity'>;

const standardFonts =
  /^(?:Helvetica|Times|Courier)(?:-(?:Roman|Bold|Italic|Oblique|BoldItalic|BoldOblique))?$|^(?:Symbol|ZapfDingbats)$/u;

/** What a font that shows text lets viewers show or copy otherwise. */
export function findInFont(file: PdfFile, font: PdfDict): FontFinding[] {
  const subtype = file.name(font.get('Subtype'));
  if (subtype === 'Type3') {
    return drawsPictures(file, font) ? [{ kind: 'odd-glyphs', severity: 'warns' }] : [];
  }
  const findings: FontFinding[] = [];
  const program = fontProgram(file, font);
  if (!program && !standardFonts.test(file.name(font.get('BaseFont')) ?? '')) {
    findings.push({ kind: 'font-not-embedded', severity: 'warns' });
  }
  if (mapsOtherwise(file, font, subtype === 'Type0', program)) {
    findings.push({ kind: 'text-mapping', severity: 'blocks' });
  }
  return findings;
}

function fontProgram(file: PdfFile, font: PdfDict): PdfStream | null {
  const [descendant] = file.array(font.get('DescendantFonts')) ?? [];
  const descriptor = file.dict((file.dict(descendant) ?? font).get('FontDescriptor'));
  for (const key of ['FontFile2', 'FontFile3', 'FontFile']) {
    const stream = file.stream(descriptor?.get(key));
    if (stream) return stream;
  }
  return null;
}

/** Glyphs of a Type 3 font are content streams (ISO 32000-1 §9.6.5): these show other objects. */
function drawsPictures(file: PdfFile, font: PdfDict): boolean {
  const glyphs = [...(file.dict(font.get('CharProcs'))?.entries.values() ?? [])];
  return glyphs.slice(0, 512).some((glyph) => {
    const stream = file.stream(glyph);
    if (!stream) return false;
    return [...readOperations(operatorsOf(file, stream))].some(({ operator }) => operator === 'Do');
  });
}

/** Digits and plain letters: what other words mean is decided by them. */
const characters = [...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The ToUnicode map tells another digit or letter than the one that is shown. */
function mapsOtherwise(
  file: PdfFile,
  font: PdfDict,
  isComposite: boolean,
  program: PdfStream | null,
): boolean {
  const stream = file.stream(font.get('ToUnicode'));
  if (!stream) return false;
  const map = readToUnicode(file.decode(stream).data);
  const codes = isComposite ? compositeCodes(file, font, program) : simpleCodes(file, font);
  return [...codes].some(([code, shown]) => {
    const told = map.get(code);
    const isPlain = told !== undefined && characters.includes(told);
    // Small capitals are shown for small letters.
    return isPlain && told.toLowerCase() !== shown.toLowerCase();
  });
}

const digitNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Codes that a simple font's /Encoding names (§9.6.6), with the characters they show. */
function simpleCodes(file: PdfFile, font: PdfDict): Map<number, string> {
  const codes = new Map<number, string>();
  const encoding = font.get('Encoding');
  const base = file.name(encoding) ?? file.name(file.dict(encoding)?.get('BaseEncoding'));
  if (base !== null) {
    for (const character of characters) codes.set(character.charCodeAt(0), character);
  }
  let code = 0;
  for (const item of file.array(file.dict(encoding)?.get('Differences')) ?? []) {
    const value = file.resolve(item);
    if (typeof value === 'number') code = value;
    if (!(value instanceof PdfName)) continue;
    const digit = digitNames.indexOf(value.value);
    const character = digit >= 0 ? String(digit) : value.value;
    if (characters.includes(character)) codes.set(code, character);
    else codes.delete(code);
    code++;
  }
  return codes;
}

/** Glyphs that an embedded font's own map gives to characters, where codes are glyphs. */
function compositeCodes(
  file: PdfFile,
  font: PdfDict,
  program: PdfStream | null,
): Map<number, string> {
  const [descendant] = file.array(font.get('DescendantFonts')) ?? [];
  const glyphMap = file.dict(descendant)?.get('CIDToGIDMap') ?? null;
  const isDirect = glyphMap === null || file.name(glyphMap) === 'Identity';
  const codes = new Map<number, string>();
  const trueType =
    program && isDirect && file.name(font.get('Encoding')) === 'Identity-H'
      ? readFont(file.decode(program).data)
      : null;
  for (const character of trueType ? characters : []) {
    const glyph = trueType?.glyphOf(character.charCodeAt(0)) ?? 0;
    if (glyph > 0) codes.set(glyph, character);
  }
  return codes;
}

/** null when it is no TrueType font, or one without a map of its own. */
function readFont(bytes: Uint8Array): TrueTypeFont | null {
  try {
    return readTrueType(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
