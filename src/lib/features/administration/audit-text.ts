import { roles } from '#lib/domain/access.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { AuditEntry } from '#lib/protocol/administration.ts';

type Words = { m: Messages; number: (value: number) => string };

/** The details of an entry in words; what has no word stays in the log and unsaid here. */
export function auditDetails(entry: AuditEntry, words: Words): string[] {
  const say: Partial<Record<string, (value: string) => string>> =
    words.m.administration.auditDetails;
  return Object.entries(entry.details).flatMap(([name, value]) => {
    const text = shownValue(name, value, words);
    return text === '' ? [] : (say[name]?.(text) ?? []);
  });
}

function shownValue(name: string, value: string | number, { m, number }: Words): string {
  if (name === 'role') {
    const role = roles.find((candidate) => candidate === value);
    return role === undefined ? String(value) : m.domain.roles[role];
  }
  if (name === 'fieldNames') {
    const fields: Partial<Record<string, string>> = m.domain.fields;
    return String(value)
      .split(',')
      .map((key) => fields[key] ?? key)
      .join(', ');
  }
  return typeof value === 'number' && name !== 'year' ? number(value) : String(value);
}
