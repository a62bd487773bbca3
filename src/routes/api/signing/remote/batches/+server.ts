import { RemoteBatchRequestSchema } from '#lib/protocol/remote-signing.ts';
import { eventStream } from '#lib/server/http/event-stream.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { startRemoteBatch } from '#lib/server/use-cases/sign-remotely.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const batch = await readBody(request, RemoteBatchRequestSchema);
    const run = await startRemoteBatch(locals.context, locals.person, batch);
    // A page that is gone before the person confirmed takes its question with it.
    return eventStream(run.follow(), () => {
      if (!run.isLoggedIn) run.cancel();
    });
  });
