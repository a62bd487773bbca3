import { hashPassword } from 'better-auth/crypto';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type {
  Account,
  AccountChange,
  AuditAction,
  NewAccount,
} from '#lib/protocol/administration.ts';
import type { OrgUnitOption } from '#lib/protocol/repository.ts';
import type { Context } from '../context.ts';
import { toOptions } from '../stores/org-unit-store.ts';
import type { Stores } from '../stores/stores.ts';
import { requirePermission } from './require-permission.ts';

/** Accounts of the own scope, in the order of the unit tree. */
export async function listAccounts(context: Context, person: Person | null): Promise<Account[]> {
  requirePermission(person, 'account.manage');
  return context.stores.accounts.within(person.orgUnitPath);
}

/** Units that an account can be put into. */
export async function listOrgUnits(
  context: Context,
  person: Person | null,
): Promise<OrgUnitOption[]> {
  requirePermission(person, 'account.manage');
  return toOptions(await context.stores.orgUnits.within(person.orgUnitPath));
}

/** Throws `NOT_FOUND` for a unit outside the scope, `INVALID_INPUT` with `username` when it is taken. */
export async function createAccount(
  context: Context,
  person: Person | null,
  account: NewAccount,
): Promise<Account> {
  requirePermission(person, 'account.manage');
  await requireUnit(context.stores, person, account.orgUnitId);
  const passwordHash = await hashPassword(account.password);
  const id = context.newId();
  const at = context.now();
  await context.transaction(async (stores) => {
    if (await stores.accounts.isTaken(account.username)) {
      throw new AppError('INVALID_INPUT', { fields: ['username'] });
    }
    await stores.accounts.insert({ ...account, id, passwordHash, at });
    await note(stores, person, at, 'account.created', id, { username: account.username });
  });
  return requireAccount(context.stores, person, id);
}

/** Locks, unlocks, gives a new password, or another role and unit. Nobody changes their own account. */
export async function changeAccount(
  context: Context,
  person: Person | null,
  accountId: string,
  change: AccountChange,
): Promise<Account> {
  requirePermission(person, 'account.manage');
  const account = await requireAccount(context.stores, person, accountId);
  if (account.id === person.id) throw new AppError('NO_PERMISSION');
  const passwordHash =
    change.change === 'reset-password' ? await hashPassword(change.password) : null;
  if (change.change === 'reassign') await requireUnit(context.stores, person, change.orgUnitId);
  const at = context.now();
  await context.transaction(async (stores) => {
    const details = await apply(stores, accountId, change, passwordHash);
    await note(stores, person, at, actionOf[change.change], accountId, {
      username: account.username,
      ...details,
    });
  });
  return requireAccount(context.stores, person, accountId);
}

const actionOf = {
  lock: 'account.locked',
  unlock: 'account.unlocked',
  'reset-password': 'account.password-reset',
  reassign: 'account.reassigned',
} as const satisfies Record<AccountChange['change'], AuditAction>;

async function apply(
  stores: Stores,
  accountId: string,
  change: AccountChange,
  passwordHash: string | null,
): Promise<Record<string, string>> {
  switch (change.change) {
    case 'lock':
    case 'unlock':
      await stores.accounts.setLocked(accountId, change.change === 'lock');
      return {};
    case 'reset-password':
      if (passwordHash !== null) await stores.accounts.setPassword(accountId, passwordHash);
      return {};
    case 'reassign':
      await stores.accounts.reassign(accountId, change.role, change.orgUnitId);
      return { role: change.role, orgUnitId: change.orgUnitId };
  }
}

async function note(
  stores: Stores,
  person: Person,
  at: Date,
  action: AuditAction,
  subjectId: string,
  details: Record<string, string>,
): Promise<void> {
  const actor = { actorId: person.id, actorName: person.name };
  await stores.audit.append({ at, action, ...actor, subjectKind: 'account', subjectId, details });
}

async function requireAccount(stores: Stores, person: Person, id: string): Promise<Account> {
  const account = await stores.accounts.find(id, person.orgUnitPath);
  if (account === null) throw new AppError('NOT_FOUND');
  return account;
}

async function requireUnit(stores: Stores, person: Person, orgUnitId: string): Promise<void> {
  const unit = await stores.orgUnits.find(orgUnitId, person.orgUnitPath);
  if (unit === null) throw new AppError('NOT_FOUND');
}
