import { sql } from 'kysely';
import type { Person } from '#lib/domain/access.ts';
import type { Context } from '#lib/server/context.ts';
import { readSupervision } from '#lib/server/use-cases/read-supervision.ts';
import { startTestStation } from '#support/station.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';

const sizes = [10_000, 100_000, 1_000_000];

/**
 * The supervision page at 10,000, 100,000 and 1,000,000 inventory items. Peer: the same figures
 * counted from the items themselves (`GROUP BY`), in the same run.
 */
export async function run(): Promise<void> {
  tellMachine();
  const station = await startTestStation();
  try {
    const person = await station.person('giamsat');
    const medians: number[] = [];
    for (const size of sizes) {
      await fillInventory(station.context, size);
      medians.push(await compare(station.context, person, size));
    }
    const [smallest = Number.NaN] = medians;
    const growth = (medians.at(-1) ?? Number.NaN) / smallest;
    tell('cost at 1,000,000 ÷ cost at 10,000', growth.toFixed(2));
  } finally {
    await station.stop();
  }
  tellMemory();
}

async function compare(context: Context, person: Person, size: number): Promise<number> {
  const items = size.toLocaleString('en');
  const fromCounters = await measure(15, () =>
    readSupervision(context, person, { year: '2025', orgUnitId: '' }),
  );
  const fromItems = await measure(3, () =>
    sql`SELECT org_unit_id, procedure_id, state, count(*) FROM inventory_item
        GROUP BY org_unit_id, procedure_id, state`.execute(context.db),
  );
  tellMeasured(`${items} items: dashboard from counters`, fromCounters);
  tellMeasured(`${items} items: counted from the items`, fromItems);
  tell(`${items} items: ratio`, (fromCounters.medianMs / fromItems.medianMs).toFixed(3));
  return fromCounters.medianMs;
}

/** Copies of the demo items under other numbers, spread over all units and procedures. */
async function fillInventory(context: Context, size: number): Promise<void> {
  const { count } = await context.db
    .selectFrom('inventoryItem')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const units = sql`(SELECT id, row_number() OVER (ORDER BY path) - 1 AS place FROM org_unit)`;
  const procedures = sql`(SELECT id, row_number() OVER (ORDER BY name) - 1 AS place FROM procedure)`;
  await sql`
    INSERT INTO inventory_item (id, org_unit_id, procedure_id, number_notation, number_folded,
      issued_on, owner_name, owner_folded, owner_identifier, dossier_code, state, digitized_at, searchable)
    SELECT gen_random_uuid(), u.id, p.id, n || '/BM-SVHTTDL', n || '/bm-svhttdl',
      date '2020-01-01' + (n % 2000)::int, 'Nguyễn Văn An', 'nguyen van an', '', '',
      CASE WHEN n % 5 < 3 THEN 'digitized' ELSE 'due' END,
      CASE WHEN n % 5 < 3 THEN now() END,
      to_tsvector('simple', 'nguyen van an')
    FROM generate_series(${count + 1}::bigint, ${size}::bigint) n
    JOIN ${units} u ON u.place = n % (SELECT count(*) FROM org_unit)
    JOIN ${procedures} p ON p.place = n % (SELECT count(*) FROM procedure)`.execute(context.db);
  await sql`DELETE FROM digitization_counter`.execute(context.db);
  await sql`
    INSERT INTO digitization_counter (org_unit_id, procedure_id, due, digitized, exempt)
    SELECT org_unit_id, procedure_id, count(*) FILTER (WHERE state = 'due'),
      count(*) FILTER (WHERE state = 'digitized'), count(*) FILTER (WHERE state = 'exempt')
    FROM inventory_item GROUP BY 1, 2`.execute(context.db);
  await sql`ANALYZE inventory_item, digitization_counter`.execute(context.db);
}
