import { isPermitted, type Permission, type Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';

/** First line of every use case; one of several rights is enough. Throws `NOT_SIGNED_IN` or `NO_PERMISSION`. */
export function requirePermission(
  person: Person | null,
  ...anyOf: readonly [Permission, ...Permission[]]
): asserts person is Person {
  if (person === null) throw new AppError('NOT_SIGNED_IN');
  const { role } = person;
  if (!anyOf.some((permission) => isPermitted(role, permission)))
    throw new AppError('NO_PERMISSION');
}
