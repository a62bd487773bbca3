import { aimsOf } from '../measure/aims.ts';
import type { CharacterSummary, FieldSummary, Summary } from '../measure/summary.ts';

const percent = (share: number, digits = 2) => `${(share * 100).toFixed(digits)} %`;

/** All figures as lines of plain text, the aims last. */
export function summaryLines(summary: Summary): string[] {
  const { orientation, blank, sure, absent, keys } = summary;
  return [
    `${summary.documents} documents, ${summary.pages} pages`,
    '',
    'character errors          pages   words  blocks  strict  word recall  CPU s/page',
    ...[summary.all, summary.clean, ...summary.perDamage, ...summary.perEra].map(characterLine),
    '',
    `upright                   ${orientation.right}/${orientation.total} (image alone ${orientation.rightFromImage})`,
    `blank pages found         ${blank.found}/${blank.total}, written pages taken for blank ${blank.falselyFound}`,
    '',
    'field              printed  exact   clean  exact folded blank wrong invented absent',
    ...summary.fields.map((field, i) => fieldLine(field, summary.cleanFields[i])),
    '',
    'kind                  documents   exact  keys',
    ...summary.perKind.map(
      ({ kind, documents, exact, medianKeys }) =>
        `${kind.padEnd(24)} ${String(documents).padStart(6)} ${percent(exact, 1).padStart(7)} ${String(medianKeys).padStart(5)}`,
    ),
    '',
    'confidence     shown   right',
    ...summary.calibration.map(
      ({ from, to, count, right }) =>
        `${from.toFixed(2)}–${to.toFixed(2)}  ${String(count).padStart(7)}  ${(count === 0 ? '–' : percent(right / count, 1)).padStart(7)}`,
    ),
    `shown as sure ${sure.count}, wrong ${sure.count - sure.right}; surely absent ${absent.count}, wrong ${absent.count - absent.right}`,
    `documents that cost one key ${percent(keys.shareWithOne, 1)}, of clean ones ${percent(keys.shareWithOneClean, 1)}`,
    '',
    'aim                               reached      aim',
    ...aimsOf(summary).map(({ name, reached, wanted, isAtMost, unit, isMet }) => {
      const shown = (value: number) => (unit === '%' ? percent(value) : String(value));
      return `${isMet ? '✓' : '✗'} ${name.padEnd(30)} ${shown(reached).padStart(9)}  ${isAtMost ? '≤' : '≥'} ${shown(wanted)}`;
    }),
  ];
}

function characterLine(summary: CharacterSummary): string {
  const column = (share: number) => percent(share).padStart(8);
  return `${summary.name.padEnd(25)} ${String(summary.pages).padStart(5)}${column(summary.words)}${column(summary.blocks)}${column(summary.strict)}   ${percent(summary.recall, 1).padStart(7)}  ${summary.cpuSecondsPerPage.toFixed(1).padStart(8)}`;
}

function fieldLine(field: FieldSummary, clean: FieldSummary | undefined): string {
  const { counts } = field;
  const share = (summary: FieldSummary | undefined) =>
    (summary === undefined || summary.wanted === 0 ? '–' : percent(summary.exact, 1)).padStart(7);
  return `${field.key.padEnd(18)} ${String(field.wanted).padStart(7)} ${share(field)} ${share(clean)} ${[counts.exact, counts.folded, counts.blank, counts.wrong, counts.invented, counts.absent].map((count) => String(count).padStart(6)).join('')}`;
}
