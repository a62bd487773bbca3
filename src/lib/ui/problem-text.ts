import type { ErrorCode } from '#lib/domain/app-error.ts';
import { formatDate } from '#lib/i18n/format.ts';
import type { Messages } from '#lib/i18n/index.ts';

/** What an AppError, a Problem and a kept problem have in common. */
export type ShownProblem = {
  code: ErrorCode;
  details?: Readonly<Record<string, string | number | readonly string[]>>;
  incident?: string;
};

export type ProblemText = { message: string; remedy: string; facts: string[] };

/** Message, remedy and the known details in words; details without a word for them stay unsaid. */
export function problemText(problem: ShownProblem, m: Messages): ProblemText {
  const { message, remedy } = m.errors[problem.code];
  const labels: Partial<Record<string, (value: string) => string>> = m.shell.problemDetails;
  const facts = Object.entries(problem.details ?? {}).flatMap(([name, value]) => {
    const say = labels[name];
    if (say === undefined) return [];
    const text = shownValue(name, value, m);
    const fact = text === '' ? '' : say(text);
    return fact === '' ? [] : [fact];
  });
  if (problem.incident !== undefined) facts.push(m.shell.incident(problem.incident));
  return { message, remedy, facts };
}

function shownValue(name: string, value: string | number | readonly string[], m: Messages): string {
  const values = typeof value === 'object' ? value : [String(value)];
  if (name !== 'fields') return values.map(formatDate).join(', ');
  const known: Partial<Record<string, string>> = { ...m.domain.fields, ...m.shell.inputFields };
  return values.map((field) => known[field] ?? field).join(', ');
}
