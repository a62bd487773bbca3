import { fail, redirect } from '@sveltejs/kit';
import { toProblem } from '#lib/server/http/problem.ts';
import { signIn } from '#lib/server/use-cases/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.person !== null) redirect(303, nextPage(url));
  return { oidcName: locals.context.sessions.oidcName };
};

export const actions: Actions = {
  default: async ({ locals, request, cookies, url, getClientAddress }) => {
    const form = await request.formData();
    const credentials = {
      username: text(form.get('username')),
      password: text(form.get('password')),
    };
    const client = {
      address: getClientAddress(),
      userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300),
    };
    try {
      for (const { name, value, options } of await signIn(locals.context, credentials, client)) {
        cookies.set(name, value, options);
      }
    } catch (error) {
      const problem = toProblem(error);
      return fail(problem.status, { problem, username: credentials.username });
    }
    redirect(303, nextPage(url));
  },
};

const text = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

/** Back to where the person wanted to go, within our own pages. */
function nextPage(url: URL): string {
  const next = url.searchParams.get('next') ?? '/';
  const target = new URL(next, url.origin);
  return target.origin === url.origin ? target.pathname + target.search : '/';
}
