import { roles } from '#lib/domain/access.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { AuditEntry } from '#lib/protocol/administration.ts';

/** The details of an entry in words; what has no word stays in the log and unsaid here. */
export function auditDetails(entry: AuditEntry, m: Messages): string[] {
  const say: Partial<Record<string, (value: string) => string>> = m.administration.auditDetails;
  return Object.entries(entry.details).flatMap(([name, value]) => {
    const text = name === 'role' ? roleName(String(value), m) : String(value);
    return text === '' ? [] : (say[name]?.(text) ?? []);
  });
}

function roleName(value: string, m: Messages): string {
  const role = roles.find((name) => name === value);
  return role === undefined ? value : m.domain.roles[role];
}
