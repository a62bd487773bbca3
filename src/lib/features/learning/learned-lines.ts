import { foldDiacritics } from '#lib/domain/fold.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { LearnedReport } from '#lib/protocol/learning.ts';

type Words = { m: Messages; number: (value: number) => string; date: (isoDate: string) => string };

/** One learned thing in words: what, and why. */
export type LearnedLine = { what: string; why: string };
export type LearnedGroup = { name: string; lines: LearnedLine[] };

/** Everything a unit has learned, as its people would say it; groups without lines are left out. */
export function learnedGroups(report: LearnedReport, { m, number, date }: Words): LearnedGroup[] {
  const words = m.learning;
  const { values, places, misreadings, procedures } = report.templates;
  const agencies = new Map(report.agencies.map(({ folded, name }) => [folded, name]));
  const nameOf = new Map(report.procedures.map(({ id, name }) => [id, name]));
  const about = (agency: string, cases: number) =>
    agency === ''
      ? words.because(number(cases))
      : words.about(number(cases), agencies.get(agency) ?? agency);

  return [
    {
      name: words.values,
      lines: values.map(({ key, of, value, agency, cases, firstOn, lastOn }) => ({
        what:
          of === ''
            ? words.usually(m.domain.fields[key], value)
            : words.usuallyOf(m.domain.fields[key], signerCalled(report, of), value),
        why: [
          about(agency, cases),
          ...(firstOn === '' ? [] : [words.between(date(firstOn), date(lastOn))]),
        ].join(', '),
      })),
    },
    {
      name: words.places,
      lines: places.map(({ key, label, place, agency, cases }) => {
        const page = number(place.pageIndex + 1);
        const field = m.domain.fields[key];
        return {
          what: label === '' ? words.stands(field, page) : words.standsAfter(field, label, page),
          why: about(agency, cases),
        };
      }),
    },
    {
      name: words.misreadings,
      lines: misreadings.map(({ key, read, meant, cases }) => ({
        what: words.misread(read, meant, m.domain.fields[key]),
        why: words.because(number(cases)),
      })),
    },
    {
      name: words.procedures,
      lines: procedures.map(({ opening, procedureId, cases }) => ({
        what: words.belongs(opening, nameOf.get(procedureId) ?? procedureId),
        why: words.because(number(cases)),
      })),
    },
  ].filter(({ lines }) => lines.length > 0);
}

/** Positions are learned by the folded name of the signer; the name as it is spelled, where known. */
function signerCalled({ templates }: LearnedReport, folded: string): string {
  const signer = templates.values.find(
    ({ key, value }) => key === 'signerName' && foldDiacritics(value) === folded,
  );
  return signer?.value ?? folded;
}
