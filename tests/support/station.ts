import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '#lib/domain/access.ts';
import { DEFAULT_RESULT_CODE_TEMPLATE } from '#lib/domain/result-code.ts';
import { createContext, type Context, type ContextOverrides } from '#lib/server/context.ts';
import { loadDemoData } from '#lib/server/demo/load-demo-data.ts';
import { accountId } from '#lib/server/demo/organization.ts';
import type { Env } from '#lib/server/env.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

export type DemoUsername =
  | 'canbo'
  | 'canbo2'
  | 'lanhdao'
  | 'vanthu'
  | 'giamsat'
  | 'quantri'
  | 'canbo.vankhe'
  | 'canbo.hoaloc'
  | 'giamsat.vankhe';

/** The server of a demo office on a real PostgreSQL, without HTTP in front of it. */
export type TestStation = {
  context: Context;
  env: Env;
  postgres: TestPostgres;
  person(username: DemoUsername): Promise<Person>;
  /** Another process of the same station: same database and folders. */
  restart(overrides?: ContextOverrides): Promise<Context>;
  stop(): Promise<void>;
};

export async function startTestStation(overrides?: ContextOverrides): Promise<TestStation> {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'tram-so-hoa-data-'));
  const env: Env = {
    databaseUrl: await postgres.createDatabase(),
    dataDir: folder,
    origin: 'http://127.0.0.1:4173',
    authSecret: 'a secret of the tests, long enough to be one',
    trustAnchorDirs: [join(folder, 'trust')],
    pki: { tsaUrl: null, tsaTimeoutMs: 5000, allowedUrls: [], privateNetworks: [] },
    csc: null,
    oidc: null,
    resultCodeTemplate: DEFAULT_RESULT_CODE_TEMPLATE,
    bridgeUrl: null,
    loadsDemoData: true,
  };
  const context = await createContext(env, overrides);
  await loadDemoData(context);
  const contexts = [context];
  return {
    context,
    env,
    postgres,
    async person(username) {
      const found = await context.stores.accounts.person(accountId(username));
      if (found === null) throw new Error(`no demo account ${username}`);
      return found;
    },
    async restart(again) {
      const next = await createContext(env, again);
      contexts.push(next);
      return next;
    },
    async stop() {
      for (const each of contexts) await each.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
