import type { Rotation } from '#lib/domain/text-layer.ts';
import type { Colour } from '#fixtures/formats/raster.ts';
import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import type { Era } from '../documents/eras.ts';
import type { Part } from '../wording/part-wording.ts';

/** What happened to a page between the desk where it was signed and the file. */
export const damageNames = [
  'skew',
  'strong-skew',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'seal-over-name',
  'black-seal',
  'pen-over-name',
  'stamp',
  'highlighter',
  'handwriting-over-print',
  'photocopy',
  'second-photocopy',
  'jpeg-40',
  'fax-fine',
  'fax-standard',
  'folds',
  'bleed-through',
  'low-contrast',
  'uneven-light',
  'phone-shadow',
  'phone-photo',
  'punch-holes',
  'black-borders',
  'blur',
  'salt',
  'yellowed',
  'dot-matrix',
  'worn-type',
  'bilevel',
] as const;
export type DamageName = (typeof damageNames)[number];

export type ScanPlan = {
  damages: DamageName[];
  dpi: number;
  colour: Colour;
  jpegQuality: number;
  /** Damages of single pages on top, by index: a sheet that lay the other way round. */
  turnedPage: { index: number; damage: 'rotated-180' | 'rotated-90' } | null;
  /** The empty reverse side of the last sheet was scanned along. */
  blank: 'none' | 'clean' | 'bleed-through' | 'punch-holes' | 'dust';
};

/** How one page of the document lay and was seen. */
export type PageScan = { damages: DamageName[]; rotation: Rotation; skewDegrees: number };

/** Alone on clean pages, or in the company in which they come. `[]` is a clean page. */
const profiles: DamageName[][] = [
  [],
  ['skew'],
  ['photocopy'],
  ['seal-over-name'],
  ['rotated-180'],
  [],
  ['uneven-light'],
  ['jpeg-40'],
  ['folds'],
  ['bleed-through'],
  [],
  ['second-photocopy'],
  ['low-contrast'],
  ['black-borders', 'punch-holes'],
  ['rotated-90'],
  ['stamp'],
  ['phone-photo'],
  [],
  ['pen-over-name'],
  ['fax-fine'],
  ['yellowed'],
  ['salt'],
  ['strong-skew'],
  [],
  ['black-seal'],
  ['blur'],
  ['rotated-270'],
  ['bilevel'],
  ['handwriting-over-print'],
  [],
  ['phone-shadow'],
  ['highlighter'],
  ['fax-standard'],
  ['punch-holes'],
  [],
  ['black-borders'],
  ['skew', 'yellowed', 'folds'],
  ['photocopy', 'skew'],
  ['rotated-180', 'low-contrast'],
  ['second-photocopy', 'seal-over-name'],
  ['jpeg-40', 'skew', 'uneven-light'],
  ['yellowed', 'bleed-through'],
  ['phone-photo', 'folds'],
  ['photocopy', 'black-borders', 'stamp'],
  ['rotated-90', 'photocopy'],
];

export function planDamages(part: Part, index: number, era: Era, random: Random): ScanPlan {
  const step = part === 'tuning' ? 11 : 17;
  const damages = [...(profiles[(index * step) % profiles.length] ?? [])];
  if (era === 'typewriter') damages.push('worn-type');
  if (era === 'nineties' && random.next() < 0.5) damages.push('dot-matrix');
  const isFax = damages.some((name) => name.startsWith('fax'));
  const isPhone = damages.includes('phone-photo');
  const isCopied = damages.includes('photocopy') || damages.includes('second-photocopy');
  const chance = random.next();
  const colour: Colour =
    isFax || damages.includes('bilevel')
      ? 'bilevel'
      : isCopied || chance < 0.15
        ? 'grey'
        : 'colour';
  return {
    damages,
    dpi: isFax ? 204 : isPhone ? random.whole(170, 230) : random.next() < 0.3 ? 300 : 200,
    colour,
    jpegQuality: damages.includes('jpeg-40') ? 40 : random.whole(68, 90),
    turnedPage:
      random.next() < 0.08
        ? { index: 1, damage: random.pick(['rotated-180', 'rotated-90'] as const) }
        : null,
    blank:
      random.next() < 0.16
        ? random.pick(['clean', 'bleed-through', 'punch-holes', 'dust'] as const)
        : 'none',
  };
}

/** The scan of page `index` (from 0). */
export function pageScan(plan: ScanPlan, index: number, seed: string): PageScan {
  const random = seededRandom(`scan ${seed} ${index}`);
  const damages = [...plan.damages];
  if (plan.turnedPage?.index === index && rotationOf(damages) === 0)
    damages.push(plan.turnedPage.damage);
  const size = damages.includes('strong-skew')
    ? random.between(5.5, 14)
    : damages.includes('skew')
      ? random.between(0.8, 5)
      : random.between(0, 0.3);
  const skewDegrees = Math.round(size * (random.next() < 0.5 ? -1 : 1) * 100) / 100;
  return { damages, rotation: rotationOf(damages), skewDegrees };
}

function rotationOf(damages: readonly DamageName[]): Rotation {
  if (damages.includes('rotated-180')) return 180;
  if (damages.includes('rotated-90')) return 90;
  return damages.includes('rotated-270') ? 270 : 0;
}
