import type { Role } from '#lib/domain/access.ts';

const homes = {
  official: '/batches',
  clerk: '/batches',
  leader: '/supervision',
  supervisor: '/supervision',
  administrator: '/accounts',
} as const satisfies Record<Role, string>;

/** Where the day of this role begins. */
export function homeOf(role: Role): (typeof homes)[Role] {
  return homes[role];
}
