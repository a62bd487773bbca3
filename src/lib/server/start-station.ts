import { createContext, type Context, type ContextOverrides } from './context.ts';
import { loadDemoData } from './demo/load-demo-data.ts';
import type { Env } from './env.ts';
import { reconcile } from './use-cases/reconcile.ts';

/** Everything that has to be true before the first request is answered. Repeatable. */
export async function startStation(env: Env, overrides?: ContextOverrides): Promise<Context> {
  const context = await createContext(env, overrides);
  if (env.loadsDemoData) await loadDemoData(context);
  await reconcile(context);
  return context;
}
