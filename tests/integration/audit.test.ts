import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { listAudit, verifyAudit } from '#lib/server/use-cases/read-audit.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let administrator: Person;
beforeAll(async () => {
  station = await startTestStation();
  administrator = await station.person('quantri');
});
afterAll(() => station.stop());

const verify = () => verifyAudit(station.context, administrator);

const append = (subjectId: string) =>
  station.context.transaction((stores) =>
    stores.audit.append({
      at: new Date(),
      action: 'document.received',
      actorId: null,
      actorName: 'Hệ thống',
      subjectKind: 'document',
      subjectId,
      details: { b: 'x', a: 1 },
    }),
  );

/** What somebody with the database's own password could do. */
async function tamper(sql: string): Promise<void> {
  const client = await station.context.pool.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(sql);
  } finally {
    await client.query('RESET session_replication_role');
    client.release();
  }
}

beforeEach(async () => {
  await tamper(`
    DELETE FROM document_version WHERE document_id IN
      (SELECT id FROM result_document WHERE kind <> 'prior');
    DELETE FROM result_document WHERE kind <> 'prior'`);
  await station.context.db.updateTable('resultDocument').set({ auditHash: null }).execute();
  await tamper('DELETE FROM audit_entry');
  await Promise.all(Array.from({ length: 20 }, (_, index) => append(`document ${index}`)));
});

test('entries written side by side form one intact chain', async () => {
  expect(await verify()).toMatchObject({ isIntact: true, checkedEntries: 20, brokenAt: null });
});

test('a changed entry is found', async () => {
  await tamper("UPDATE audit_entry SET actor_name = 'Người khác' WHERE sequence = 7");
  expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 7 });
});

test('a changed detail is found, and the order of details does not matter', async () => {
  await tamper(`UPDATE audit_entry SET details = '{"a": 1, "b": "x"}' WHERE sequence = 3`);
  expect(await verify()).toMatchObject({ isIntact: true });
  await tamper(`UPDATE audit_entry SET details = '{"a": 2, "b": "x"}' WHERE sequence = 3`);
  expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 3 });
});

test('a removed entry is found', async () => {
  await tamper('DELETE FROM audit_entry WHERE sequence = 5');
  expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 6 });
});

test('an entry pushed in is found', async () => {
  await tamper('DELETE FROM audit_entry WHERE sequence = 20');
  await tamper(
    `INSERT INTO audit_entry SELECT 20, at, action, actor_id, actor_name, subject_kind, 'forged', details, previous_hash, repeat('f', 64) FROM audit_entry WHERE sequence = 19`,
  );
  expect(await verify()).toMatchObject({ isIntact: false, brokenAt: 20 });
});

test('an end that was cut off is missed by the receipts that name it', async () => {
  const last = await append('stored');
  const prior = await station.context.db
    .updateTable('resultDocument')
    .set({ auditHash: last.hash })
    .where('id', 'in', (select) => select.selectFrom('resultDocument').select('id').limit(1))
    .executeTakeFirst();
  expect(prior.numUpdatedRows).toBe(1n);
  expect(await verify()).toMatchObject({ isIntact: true });
  await tamper(`DELETE FROM audit_entry WHERE sequence = ${last.sequence}`);
  expect(await verify()).toMatchObject({ isIntact: false, brokenAt: last.sequence });
});

test('the log is read newest first, page by page, for one subject or all', async () => {
  const query = { action: '', subjectId: '', cursor: '', limit: 8 } as const;
  const first = await listAudit(station.context, administrator, query);
  const second = await listAudit(station.context, administrator, {
    ...query,
    cursor: first.nextCursor ?? '',
  });
  const third = await listAudit(station.context, administrator, {
    ...query,
    cursor: second.nextCursor ?? '',
  });
  const sequences = [first, second, third].flatMap(({ entries }) =>
    entries.map((entry) => entry.sequence),
  );
  expect(sequences).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index));
  expect(third.nextCursor).toBeNull();
  const one = await listAudit(station.context, administrator, {
    ...query,
    subjectId: 'document 4',
  });
  expect(one.entries).toHaveLength(1);
});
