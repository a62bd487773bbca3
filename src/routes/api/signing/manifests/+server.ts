import { ManifestRequestSchema } from '#lib/protocol/bridge.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { issueManifest } from '#lib/server/use-cases/issue-manifest.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () =>
    issueManifest(locals.context, locals.person, await readBody(request, ManifestRequestSchema)),
  );
