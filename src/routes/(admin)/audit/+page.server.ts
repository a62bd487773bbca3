import { AuditQuerySchema } from '#lib/protocol/administration.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { listAudit } from '#lib/server/use-cases/read-audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  forPage(
    (async () => {
      const query = readQuery(url, AuditQuerySchema);
      return { query, found: await listAudit(locals.context, locals.person, query) };
    })(),
  );
