import { plainText } from '#lib/domain/text-layer.ts';
import type { MeasuredDocument, MeasuredPage } from '../measure/measure-documents.ts';
import type { FieldReading } from '../measure/measure-fields.ts';
import { spelledAlike } from '../measure/spelling.ts';
import type { TruthBox } from '../truth.ts';

export type Failure = {
  what: string;
  document: string;
  /** Index. */
  page: number;
  circumstances: string;
  wanted: string;
  read: string;
  confidence: number | null;
  isSure: boolean;
  /** On the upright, straight sheet; left out for the whole page. */
  box?: TruthBox;
  crop?: string;
};

/** Above this share of character errors a page is looked at as a whole. */
const BAD_PAGE = 0.04;

export function failuresOf(document: MeasuredDocument): Failure[] {
  return [
    ...document.fields
      .filter((reading) => ['folded', 'blank', 'wrong', 'invented'].includes(reading.verdict))
      .map((reading) => fieldFailure(document, reading)),
    ...document.pages.flatMap((page, index) => pageFailures(document, page, index)),
  ];
}

function fieldFailure(document: MeasuredDocument, reading: FieldReading): Failure {
  const { page, box } = placeOf(document, reading.wanted);
  return {
    ...common(document, page),
    what: `${reading.key} ${reading.verdict}`,
    wanted: reading.isUnreadable ? `${reading.wanted} (by hand)` : reading.wanted,
    read: reading.value,
    confidence: reading.confidence ?? reading.absentConfidence,
    isSure: reading.isSure,
    ...(box ? { box } : {}),
  };
}

function pageFailures(
  document: MeasuredDocument,
  { truth, reading, errors }: MeasuredPage,
  index: number,
): Failure[] {
  const failures: Failure[] = [];
  const add = (what: string, wanted: string, read: string) =>
    failures.push({
      ...common(document, index),
      what,
      wanted,
      read,
      confidence: null,
      isSure: false,
    });
  if (truth.isBlank !== reading.isBlank) {
    add('blank page', truth.isBlank ? 'blank' : 'written', reading.isBlank ? 'blank' : 'written');
  }
  if (!truth.isBlank && truth.rotation !== reading.rotation) {
    add('orientation', String(truth.rotation), String(reading.rotation));
  }
  const rate = errors.words / Math.max(1, errors.characters);
  if (!truth.isBlank && rate > BAD_PAGE) {
    add(
      'characters',
      `${(rate * 100).toFixed(1)} % errors`,
      plainText(reading.layer).slice(0, 600),
    );
  }
  return failures;
}

function common({ truth }: MeasuredDocument, page: number) {
  const damages = truth.pages[page]?.damages.join(', ') ?? '';
  return {
    document: truth.id,
    page,
    circumstances: `${truth.kind}, ${truth.era}${damages === '' ? '' : `, ${damages}`}`,
  };
}

/** Where the first words of a value stand on the paper; the whole first page where they do not. */
function placeOf({ pages }: MeasuredDocument, wanted: string): { page: number; box?: TruthBox } {
  const words = spelledAlike(wanted).split(' ').slice(0, 4);
  for (const [page, { truth }] of pages.entries()) {
    const placed = truth.lines.flatMap((line) => line.words);
    const start = placed.findIndex((_, i) =>
      words.every((word, j) => spelledAlike(placed[i + j]?.text ?? '').includes(word)),
    );
    const first = placed[start];
    if (wanted === '' || !first) continue;
    const [x, y, , height] = first.box;
    return {
      page,
      box: [
        Math.max(0, x - height * 3),
        Math.max(0, y - height * 2),
        Math.round(truth.widthPx * 0.55),
        height * 7,
      ],
    };
  }
  return { page: 0 };
}
