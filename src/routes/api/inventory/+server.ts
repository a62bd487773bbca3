import { InventoryQuerySchema } from '#lib/protocol/supervision.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { listInventory } from '#lib/server/use-cases/list-inventory.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
  respond(() => listInventory(locals.context, locals.person, readQuery(url, InventoryQuerySchema)));
