import {
  error,
  redirect,
  type Handle,
  type HandleServerError,
  type RequestEvent,
  type ServerInit,
} from '@sveltejs/kit';
import { building } from '$app/environment';
import { isPermitted, type Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { parseLanguage } from '#lib/i18n/index.ts';
import type { SessionCookie } from '#lib/server/auth/web-sessions.ts';
import type { Context } from '#lib/server/context.ts';
import { readEnv } from '#lib/server/env.ts';
import { isOpenEndpoint, isOwnRequest } from '#lib/server/http/own-requests.ts';
import { pageAccess } from '#lib/server/http/page-access.ts';
import { problemResponse, toProblem } from '#lib/server/http/problem.ts';
import { setSecurityHeaders } from '#lib/server/http/security-headers.ts';
import { startStation } from '#lib/server/start-station.ts';

let station: Context | undefined;

/** Once per process: database, migrations, demo data, repair of interrupted commits. */
export const init: ServerInit = async () => {
  if (building) return;
  station = await startStation(readEnv());
};

export const handle: Handle = async ({ event, resolve }) => {
  if (station === undefined) return resolve(event);
  const { locals, cookies, url, route } = event;
  locals.context = station;
  locals.language = parseLanguage(cookies.get('lang'));
  const refusal = await admit(event, station);
  if (refusal === null && !isEndpoint(url)) guardPage(route.id, locals.person, url);
  const response =
    refusal ??
    (await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', locals.language),
    }));
  setSecurityHeaders(response.headers, station.env);
  return response;
};

/** What no use case expected: logged under an incident id, told as `SERVER_FAILED`. */
export const handleError: HandleServerError = ({ error: failure, status }) => {
  const problem = toProblem(status === 404 ? new AppError('NOT_FOUND') : failure);
  return { message: problem.code, problem };
};

/** Names the person; answers the refusal when the request may not go on at all. */
async function admit(event: RequestEvent, context: Context): Promise<Response | null> {
  const { locals, request, url } = event;
  locals.person = null;
  if (!isOwnRequest(request, [context.env.origin, url.origin])) {
    return problemResponse(new AppError('NO_PERMISSION'));
  }
  const session = await readSession(context, request.headers);
  locals.person = session.person;
  for (const { name, value, options } of session.cookies) event.cookies.set(name, value, options);
  const isStranger = session.person === null && isEndpoint(url) && !isOpenEndpoint(url.pathname);
  return isStranger ? problemResponse(new AppError('NOT_SIGNED_IN')) : null;
}

const isEndpoint = (url: URL): boolean => url.pathname.startsWith('/api/');

async function readSession(
  context: Context,
  headers: Headers,
): Promise<{ person: Person | null; cookies: SessionCookie[] }> {
  const { personId, cookies } = await context.sessions.read(headers);
  if (personId === null) return { person: null, cookies };
  return { person: await context.stores.accounts.person(personId), cookies };
}

function guardPage(routeId: string | null, person: Person | null, url: URL): void {
  const access = pageAccess(routeId);
  if (access.kind === 'public') return;
  if (person === null) {
    redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  }
  if (access.kind === 'signed-in') return;
  if (access.kind === 'permission' && isPermitted(person.role, access.permission)) return;
  const problem = toProblem(new AppError('NO_PERMISSION'));
  error(problem.status, { message: problem.code, problem });
}
