import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Typefaces by the name that plans use. A typewriter knows one weight and no italics. */
export const faces = {
  tinos: face('@expo-google-fonts/tinos', [
    '400Regular/Tinos_400Regular.ttf',
    '700Bold/Tinos_700Bold.ttf',
    '400Regular_Italic/Tinos_400Regular_Italic.ttf',
    '700Bold_Italic/Tinos_700Bold_Italic.ttf',
  ]),
  freeSerif: face('/usr/share/fonts/truetype/freefont/FreeSerif', styles()),
  charis: face('/usr/share/fonts/truetype/charis/CharisSIL-', dashed()),
  liberationSans: face('/usr/share/fonts/truetype/liberation2/LiberationSans-', dashed()),
  liberationSerif: face('/usr/share/fonts/truetype/liberation2/LiberationSerif-', dashed()),
  termes: face(
    '/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-',
    dashed('.otf', true),
  ),
  gentium: face('/usr/share/fonts/truetype/gentiumplus/GentiumPlus-', dashed()),
  freeSans: face('/usr/share/fonts/truetype/freefont/FreeSans', styles()),
  freeMono: face('/usr/share/fonts/truetype/freefont/FreeMono', ['Bold.ttf'], true),
  liberationMono: face(
    '/usr/share/fonts/truetype/liberation2/LiberationMono-',
    ['Regular.ttf'],
    true,
  ),
  notoMono: face('/usr/share/fonts/truetype/noto/NotoSansMono-', ['Regular.ttf'], true),
  cursor: face(
    '/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyrecursor-',
    ['bold.otf'],
    true,
  ),
} as const;
export type FaceName = keyof typeof faces;

/** Hands for digits and Latin letters without marks; what is written by hand holds no others. */
const hands = {
  breip: '/usr/share/fonts/truetype/breip/Breip.ttf',
  dkg: '/usr/share/fonts/truetype/fifthhorseman/dkg.ttf',
  femke: '/usr/share/fonts/truetype/femkeklaver/femkeklaver.ttf',
  rufscript: '/usr/share/fonts/truetype/rufscript/Rufscript010.ttf',
  kristi: '/usr/share/fonts/truetype/kristi/Kristi.ttf',
} as const;
export type HandName = keyof typeof hands;

const packages =
  'fonts-freefont-ttf fonts-liberation2 fonts-sil-charis fonts-sil-gentiumplus fonts-texgyre ' +
  'fonts-noto-mono fonts-breip fonts-dkg-handwriting fonts-femkeklaver fonts-rufscript fonts-kristi';

export type TypeStyle = { face: FaceName; isBold: boolean; isItalic: boolean; hand?: HandName };

type Face = { prefix: string; files: string[]; isTypewriter: boolean };

function face(prefix: string, files: string[], isTypewriter = false): Face {
  return { prefix, files, isTypewriter };
}
function styles(): string[] {
  return ['.ttf', 'Bold.ttf', 'Italic.ttf', 'BoldItalic.ttf'];
}
function dashed(ending = '.ttf', isLowerCase = false): string[] {
  const names = ['Regular', 'Bold', 'Italic', 'BoldItalic'];
  return names.map((name) => `${isLowerCase ? name.toLowerCase() : name}${ending}`);
}

const registered = new Set<string>();

/** CSS font for a canvas; loads the files of the face when it is first used. */
export function fontOf(style: TypeStyle, sizePx: number): string {
  const family = style.hand ? `hand ${style.hand}` : `face ${style.face}`;
  if (!registered.has(family)) {
    if (style.hand) register(hands[style.hand], family);
    else for (const path of filesOf(style.face)) register(path, family);
    registered.add(family);
  }
  const isPlain = style.hand !== undefined || faces[style.face].isTypewriter;
  const italic = style.isItalic && !isPlain ? 'italic ' : '';
  const bold = style.isBold && !isPlain ? 'bold ' : '';
  return `${italic}${bold}${sizePx}px "${family}"`;
}

function filesOf(name: FaceName): string[] {
  const { prefix, files } = faces[name];
  if (prefix.startsWith('/')) {
    // FreeSans and FreeMono call their slanted cut oblique.
    return files.map((file) => {
      const path = `${prefix}${file}`;
      return existsSync(path) ? path : path.replace('Italic', 'Oblique');
    });
  }
  return files.map((file) => fileURLToPath(import.meta.resolve(`${prefix}/${file}`)));
}

function register(path: string, family: string): void {
  if (!existsSync(path) || GlobalFonts.registerFromPath(path, family) === null) {
    throw new Error(`The font ${path} is missing. On Debian: apt-get install ${packages}`);
  }
}

const measuringSizePx = 200;
const measuring = createCanvas(8, 8).getContext('2d');
const widths = new Map<string, number>();

/** Advance of `text` in points at `sizePt`, from unhinted metrics. */
export function textWidth(text: string, style: TypeStyle, sizePt: number): number {
  const font = fontOf(style, measuringSizePx);
  const key = `${font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    measuring.font = font;
    width = measuring.measureText(text).width / measuringSizePx;
    widths.set(key, width);
  }
  return width * sizePt;
}
