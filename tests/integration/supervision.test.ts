import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { createContext } from '#lib/server/context.ts';
import { catalogue } from '#lib/server/demo/catalogue.ts';
import { procedureId } from '#lib/server/demo/inventory.ts';
import { loadDemoData } from '#lib/server/demo/load-demo-data.ts';
import { unitId, units } from '#lib/server/demo/organization.ts';
import { sampleDocuments } from '#lib/server/demo/sample-documents.ts';
import { exportSupervision } from '#lib/server/use-cases/export-supervision.ts';
import { listInventory } from '#lib/server/use-cases/list-inventory.ts';
import { readSupervision } from '#lib/server/use-cases/read-supervision.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let supervisor: Person;
beforeAll(async () => {
  station = await startTestStation();
  supervisor = await station.person('giamsat');
});
afterAll(() => station.stop());

const report = (year = '2025', orgUnitId = '', person = supervisor) =>
  readSupervision(station.context, person, { year, orgUnitId });

const inventory = (query: Partial<Parameters<typeof listInventory>[2]>) =>
  listInventory(station.context, supervisor, {
    q: '',
    orgUnitId: '',
    procedureId: '',
    levelId: '',
    state: '',
    cursor: '',
    limit: 50,
    ...query,
  });

test('the demo office is loaded once, by however many servers start', async () => {
  const before = await report();
  const second = await station.restart();
  await Promise.all([loadDemoData(second), loadDemoData(station.context), loadDemoData(second)]);
  expect((await report()).total).toEqual(before.total);
});

test('a load that broke off leaves nothing and is repeated in full', async () => {
  const env = { ...station.env, databaseUrl: await station.postgres.createDatabase() };
  const context = await createContext(env);
  try {
    const broken: typeof context = {
      ...context,
      transaction: (work) =>
        context.transaction(async (stores) => {
          await work(stores);
          throw new Error('power loss');
        }),
    };
    await expect(loadDemoData(broken)).rejects.toThrow('power loss');
    expect(await context.stores.loading.hasOrganization()).toBe(false);
    await loadDemoData(context);
    const count = await context.stores.counters.total('so-vhttdl/', {
      procedureId: '',
      levelId: '',
    });
    expect(count).toMatchObject(pick((await report()).total));
  } finally {
    await context.close();
  }
});

test('the demo office is true to its description', async () => {
  const { total, byLevel, targets } = await report('2023');
  expect(total.due + total.digitized + total.exempt).toBeGreaterThan(2_300);
  expect(total.rate).toBeGreaterThan(55);
  expect(total.rate).toBeLessThan(65);
  expect(byLevel.map((line) => line.id)).toEqual(['province', 'district', 'commune']);
  expect(targets.map((target) => target.percent)).toEqual([70, 70, 70]);
  const codes = catalogue().map((entry) => entry.code);
  expect(new Set(codes).size).toBe(74);
});

test('every sample document has one due result waiting, in the scope of the official', async () => {
  const official = await station.person('canbo');
  for (const { fields, procedureCode } of sampleDocuments()) {
    const { items } = await inventory({
      q: fields.dossierCode || fields.numberNotation,
      state: 'due',
    });
    const fitting = items.filter(
      (item) =>
        item.numberNotation === fields.numberNotation &&
        item.issuedOn === fields.issuedOn &&
        item.ownerName === fields.ownerName &&
        item.procedureId === procedureId(procedureCode),
    );
    expect(fitting, fields.numberNotation).toHaveLength(1);
    const found = await station.context.stores.inventory.find(
      fitting[0]?.id ?? '',
      official.orgUnitPath,
    );
    expect(found?.state).toBe('due');
  }
});

test('levels and procedures add up to the whole; a unit includes what is below it', async () => {
  const { total, byLevel, byProcedure, byUnit } = await report();
  expect(sum(byLevel)).toEqual(pick(total));
  expect(sum(byProcedure)).toEqual(pick(total));
  const [top, ...others] = byUnit;
  expect(top && pick(top)).toEqual(pick(total));
  const district = others.find((line) => line.name === 'UBND huyện Vân Khê');
  const ofDistrict = await report('2025', district?.id);
  expect(pick(ofDistrict.total)).toEqual(district && pick(district));
  expect(ofDistrict.byUnit.map((line) => line.depth)).toEqual([0, 1, 1]);
});

test('each year asks for its own part, and tells how many are missing', async () => {
  for (const [year, percent] of [
    ['2021', 30],
    ['2023', 70],
    ['2025', 100],
    ['2026', 100],
  ] as const) {
    const { total, byLevel } = await report(year);
    expect(total.targetPercent).toBeCloseTo(percent);
    expect(total.remaining).toBe(byLevel.reduce((all, line) => all + line.remaining, 0));
    for (const line of byLevel) {
      const results = line.due + line.digitized;
      const reached = ((line.digitized + line.remaining) / results) * 100;
      expect(reached).toBeGreaterThanOrEqual(Math.min(percent, 100) - 1e-9);
    }
  }
  expect((await report('2019')).total).toMatchObject({ targetPercent: null, remaining: 0 });
});

test('every number opens to exactly as many results', async () => {
  const { byLevel, byUnit, byProcedure } = await report();
  for (const state of ['due', 'digitized', 'exempt'] as const) {
    const [level] = byLevel.slice(-1);
    const [unit] = byUnit.slice(-1);
    const [procedure] = byProcedure;
    for (const [line, query] of [
      [level, { levelId: level?.id ?? '' }],
      [unit, { orgUnitId: unit?.id ?? '' }],
      [procedure, { procedureId: procedure?.id ?? '' }],
    ] as const) {
      let cursor = '';
      let rows = 0;
      do {
        const page = await inventory({ ...query, state, cursor, limit: 200 });
        rows += page.items.length;
        cursor = page.nextCursor ?? '';
        expect(page.total).toBe(line?.[state]);
      } while (cursor !== '');
      expect(rows).toBe(line?.[state]);
    }
  }
});

test('a digitized result leads to its document, an exempt one to its reason', async () => {
  const { items: digitized } = await inventory({ state: 'digitized' });
  for (const item of digitized) expect(item.documentId).not.toBeNull();
  const { items: exempt } = await inventory({ state: 'exempt' });
  for (const item of exempt) expect(item.exemptReason).not.toBeNull();
});

test('counters agree with a recount after any sequence of changes, also of broken-off ones', async () => {
  const { context } = station;
  const places = units.slice(0, 3).map((unit) => unitId(unit.path));
  const procedures = catalogue()
    .slice(0, 3)
    .map((entry) => procedureId(entry.code));
  const ids: string[] = [];
  const change = fc.record({
    deed: fc.constantFrom('insert', 'digitize', 'exempt'),
    place: fc.nat(2),
    procedure: fc.nat(2),
    which: fc.nat(1_000),
    breaksOff: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 25 }), async (changes) => {
      await Promise.all(
        changes.map((planned) =>
          context
            .transaction(async ({ inventory: store }) => {
              const known = ids[planned.which % Math.max(1, ids.length)];
              if (planned.deed === 'insert' || known === undefined) {
                const id = context.newId();
                await store.insert([
                  {
                    id,
                    orgUnitId: places[planned.place] ?? '',
                    procedureId: procedures[planned.procedure] ?? '',
                    numberNotation: '1/TEST',
                    issuedOn: '2024-01-01',
                    ownerName: 'Ai đó',
                    ownerIdentifier: '',
                    dossierCode: '',
                    state: 'due',
                    exemptReason: null,
                    digitizedAt: null,
                  },
                ]);
                if (!planned.breaksOff) ids.push(id);
              } else if (planned.deed === 'digitize') await store.digitize(known, new Date());
              else await store.exempt(known, 'lý do');
              if (planned.breaksOff) throw new Error('broken off');
            })
            .catch((error: Error) => expect(error.message).toBe('broken off')),
        ),
      );
      expect(await context.stores.counters.differences()).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test('the exported tables carry the national title, the numbers of the screen and no formulas', async () => {
  const query = { year: '2025', orgUnitId: '', by: 'unit' } as const;
  const csv = await exportSupervision(station.context, supervisor, { ...query, format: 'csv' });
  expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const { total, byUnit } = await report();
  const lines = new TextDecoder().decode(csv.bytes).trimEnd().split('\r\n');
  expect(lines).toHaveLength(byUnit.length + 2);
  expect(lines.at(-1)).toContain(`Tổng cộng,,${total.due + total.digitized},${total.digitized}`);

  const xlsx = await exportSupervision(station.context, supervisor, { ...query, format: 'xlsx' });
  const texts = Object.entries(unzipSync(xlsx.bytes))
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, bytes]) => new TextDecoder().decode(bytes))
    .join('');
  expect(texts).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  expect(texts).toContain('UBND huyện Vân Khê');
});

function pick(line: { due: number; digitized: number; exempt: number }) {
  return { due: line.due, digitized: line.digitized, exempt: line.exempt };
}

function sum(lines: { due: number; digitized: number; exempt: number }[]) {
  return lines.map(pick).reduce((all, line) => ({
    due: all.due + line.due,
    digitized: all.digitized + line.digitized,
    exempt: all.exempt + line.exempt,
  }));
}
