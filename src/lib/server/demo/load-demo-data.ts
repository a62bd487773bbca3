import { hashPassword } from 'better-auth/crypto';
import type { Context } from '../context.ts';
import type { Stores } from '../stores/stores.ts';
import { catalogue } from './catalogue.ts';
import { demoInventory, procedureId } from './inventory.ts';
import { insertChecks } from './sample-checks.ts';
import { insertPapers, makePapers, PAPER_COUNT } from './stored-papers.ts';
import {
  accountId,
  accounts,
  agencies,
  agencyId,
  DEMO_PASSWORD,
  levels,
  targets,
  unitId,
  units,
} from './organization.ts';

const NAME = 'demo';

/**
 * Loads the demo office once, all of it or nothing. A database that has an organization of its own
 * is left alone.
 */
export async function loadDemoData(context: Context): Promise<void> {
  await context.transaction(async (stores) => {
    if (!(await stores.loading.begin(NAME))) return;
    if (await stores.loading.hasOrganization()) return;
    const at = context.now();
    await loadOrganization(stores);
    await loadAccounts(stores, at);
    await loadCatalogue(stores);
    const { items, prior } = demoInventory();
    const newestFirst = prior.toSorted((a, b) => b.storedAt.getTime() - a.storedAt.getTime());
    const papers = await makePapers(context, newestFirst.slice(0, PAPER_COUNT).reverse());
    await stores.inventory.insert(items);
    await stores.documents.insertPrior(newestFirst.slice(PAPER_COUNT));
    await insertPapers(stores, papers);
    await insertChecks(stores, papers.map(({ record }) => record).reverse(), at);
    await stores.audit.append({
      at,
      action: 'inventory.loaded',
      actorId: null,
      actorName: 'Hệ thống',
      subjectKind: 'inventory',
      subjectId: NAME,
      details: { items: items.length, digitizedBefore: prior.length },
    });
    await stores.loading.finish(NAME, at);
  });
}

async function loadOrganization(stores: Stores): Promise<void> {
  await stores.loading.insertOrganization({
    levels: levels.map((level) => ({ ...level })),
    agencies: agencies.map(({ key, level, name, notation, code }) => ({
      id: agencyId(key),
      levelId: level,
      name,
      notation,
      code,
    })),
    units: units.map(({ path, name, level, agency }) => ({
      id: unitId(path),
      agencyId: agencyId(agency.key),
      levelId: level,
      name,
      path,
    })),
  });
  await stores.loading.insertTargets(targets);
}

async function loadAccounts(stores: Stores, at: Date): Promise<void> {
  for (const { username, name, role, path } of accounts) {
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const id = accountId(username);
    await stores.accounts.insert({
      id,
      username,
      name,
      role,
      orgUnitId: unitId(path),
      passwordHash,
      at,
    });
  }
}

async function loadCatalogue(stores: Stores): Promise<void> {
  const procedures = catalogue().map((entry) => ({ id: procedureId(entry.code), ...entry }));
  await stores.loading.insertProcedures(procedures);
}
