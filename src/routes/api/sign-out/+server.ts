import { respond } from '#lib/server/http/respond.ts';
import type { RequestHandler } from './$types';

/** Ends the web session; repeatable. A form may post here and is led to the sign-in page. */
export const POST: RequestHandler = ({ locals, request, cookies }) =>
  respond(async () => {
    for (const { name, value, options } of await locals.context.sessions.signOut(request.headers)) {
      cookies.set(name, value, options);
    }
    const isForm = (request.headers.get('accept') ?? '').includes('text/html');
    return isForm ? new Response(null, { status: 303, headers: { location: '/sign-in' } }) : null;
  });
