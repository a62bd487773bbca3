import { eventStream } from '#lib/server/http/event-stream.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { findRemoteBatch } from '#lib/server/use-cases/sign-remotely.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () => {
    const run = findRemoteBatch(locals.context, locals.person, idFrom(params.id));
    return eventStream(run.follow(), () => undefined);
  });
