import type { Kysely } from 'kysely';
import type { Person, Role } from '#lib/domain/access.ts';
import type { Account } from '#lib/protocol/administration.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';

export type AccountStore = ReturnType<typeof accountStore>;
export type AccountRow = {
  id: string;
  username: string;
  name: string;
  role: Role;
  orgUnitId: string;
  passwordHash: string;
  at: Date;
};

/** Accounts carry an address nobody can write to: the sign-in library wants a unique one. */
export const addressOf = (username: string): string => `${username}@tai-khoan.invalid`;

export function accountStore(db: Kysely<Database>) {
  const accounts = db
    .selectFrom('account as a')
    .innerJoin('orgUnit as u', 'u.id', 'a.orgUnitId')
    .select((expression) => [
      'a.id',
      'a.username',
      'a.name',
      'a.role',
      'a.orgUnitId',
      'u.name as orgUnitName',
      'u.path as orgUnitPath',
      'a.isLocked',
      'a.createdAt',
      expression
        .selectFrom('webSession as s')
        .select(({ fn }) => fn.max('s.createdAt').as('at'))
        .whereRef('s.userId', '=', 'a.id')
        .as('lastSignInAt'),
    ]);

  return {
    /** The person behind a session; null when the account is gone or locked. */
    async person(id: string): Promise<Person | null> {
      const row = await db
        .selectFrom('account as a')
        .innerJoin('orgUnit as u', 'u.id', 'a.orgUnitId')
        .select(['a.id', 'a.name', 'a.username', 'a.role', 'a.orgUnitId'])
        .select(['u.name as orgUnitName', 'u.path as orgUnitPath'])
        .where('a.id', '=', id)
        .where('a.isLocked', '=', false)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Whether anybody here is called so, exactly. */
    async isPersonName(name: string): Promise<boolean> {
      const row = await db
        .selectFrom('account')
        .select('id')
        .where('name', '=', name.normalize('NFC'))
        .executeTakeFirst();
      return row !== undefined;
    },

    async within(scopePath: string): Promise<Account[]> {
      const rows = await accounts
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .orderBy('u.path')
        .orderBy('a.username')
        .execute();
      return rows.map(toAccount);
    },

    async find(id: string, scopePath: string): Promise<Account | null> {
      const row = await accounts
        .where('a.id', '=', id)
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .executeTakeFirst();
      return row ? toAccount(row) : null;
    },

    async isTaken(username: string): Promise<boolean> {
      const row = await db
        .selectFrom('account')
        .select('id')
        .where('username', '=', username)
        .executeTakeFirst();
      return row !== undefined;
    },

    async insert(account: AccountRow): Promise<void> {
      await db
        .insertInto('account')
        .values({
          id: account.id,
          name: account.name,
          username: account.username,
          displayUsername: account.username,
          email: addressOf(account.username),
          emailVerified: true,
          role: account.role,
          orgUnitId: account.orgUnitId,
          createdAt: account.at,
          updatedAt: account.at,
        })
        .execute();
      await db
        .insertInto('credential')
        .values({
          id: account.id,
          userId: account.id,
          accountId: account.id,
          providerId: 'credential',
          password: account.passwordHash,
          createdAt: account.at,
          updatedAt: account.at,
        })
        .execute();
    },

    /** A locked account loses its sessions at once. */
    async setLocked(id: string, isLocked: boolean): Promise<void> {
      await db.updateTable('account').set({ isLocked }).where('id', '=', id).execute();
      if (isLocked) await this.endSessions(id);
    },

    async setPassword(id: string, passwordHash: string): Promise<void> {
      await db
        .updateTable('credential')
        .set({ password: passwordHash })
        .where('userId', '=', id)
        .where('providerId', '=', 'credential')
        .execute();
      await this.endSessions(id);
    },

    async reassign(id: string, role: Role, orgUnitId: string): Promise<void> {
      await db.updateTable('account').set({ role, orgUnitId }).where('id', '=', id).execute();
    },

    async endSessions(id: string): Promise<void> {
      await db.deleteFrom('webSession').where('userId', '=', id).execute();
    },
  };
}

type JoinedRow = Omit<Account, 'createdAt' | 'lastSignInAt'> & {
  createdAt: Date;
  lastSignInAt: Date | null;
};

function toAccount(row: JoinedRow): Account {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    role: row.role,
    orgUnitId: row.orgUnitId,
    orgUnitName: row.orgUnitName,
    isLocked: row.isLocked,
    createdAt: row.createdAt.toISOString(),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
  };
}
