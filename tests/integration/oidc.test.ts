import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext, type Context } from '#lib/server/context.ts';
import { DEMO_PASSWORD } from '#lib/server/demo/organization.ts';
import { changeAccount } from '#lib/server/use-cases/manage-accounts.ts';
import { signIn } from '#lib/server/use-cases/sign-in.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { startOidcProvider, type OidcProvider } from '#support/oidc-provider.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let provider: OidcProvider;
let context: Context;
beforeAll(async () => {
  station = await startTestStation();
  provider = await startOidcProvider();
  context = await withIssuer(provider.issuer);
});
afterAll(async () => {
  await context.close();
  await station.stop();
  provider.stop();
});

function withIssuer(issuer: string): Promise<Context> {
  const oidc = { issuer, clientId: 'station', clientSecret: 'secret', name: 'SSO của tỉnh' };
  return createContext({ ...station.env, oidc });
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** The whole round trip of a browser; answers where it ends and the cookies it holds. */
async function comeIn(username: string): Promise<{ location: string; cookie: string }> {
  provider.username = username;
  const begun = await callEndpoint('POST auth/[...path]', context, null, {
    params: { path: 'sign-in/social' },
    body: { provider: 'oidc', callbackURL: '/' },
    headers: { origin: context.env.origin },
  });
  const { url } = await begun.json();
  const asked = new URL(url).searchParams;
  provider.nonce = asked.get('nonce') ?? '';
  const ended = await callEndpoint('GET auth/[...path]', context, null, {
    params: { path: 'callback/oidc' },
    query: `code=abc&state=${asked.get('state')}`,
    headers: { cookie: cookiesOf(begun) },
  });
  return { location: ended.headers.get('location') ?? '', cookie: cookiesOf(ended) };
}

test('a person whom the administrator knows comes in through the sign-in of the province', async () => {
  const { location, cookie } = await comeIn('canbo');
  expect(location).toBe('/');
  const official = await station.person('canbo');
  expect((await context.sessions.read(new Headers({ cookie }))).personId).toBe(official.id);
  expect((await comeIn('canbo')).location).toBe('/');
});

test('a person unknown here, and a locked one, are led back to the sign-in page', async () => {
  const unknown = await comeIn('nguoi.la');
  expect(unknown.location).toContain(`${context.env.origin}/sign-in?error=`);
  expect(unknown.cookie).not.toContain('session_token');
  const locked = await station.person('canbo2');
  await changeAccount(context, await station.person('quantri'), locked.id, { change: 'lock' });
  expect((await comeIn('canbo2')).cookie).not.toContain('session_token');
});

test('nothing else of the sign-in library can be reached from outside', async () => {
  for (const path of ['sign-up/email', 'sign-in/email', 'sign-in/username', 'update-user', 'ok']) {
    const response = await callEndpoint('POST auth/[...path]', context, null, {
      params: { path },
      body: {},
    });
    expect(response.status, path).toBe(404);
  }
  const unconfigured = await callEndpoint('POST auth/[...path]', station.context, null, {
    params: { path: 'sign-in/social' },
    body: { provider: 'oidc' },
  });
  expect(unconfigured.status).toBe(404);
});

test('while the provider is away, passwords still open the door', async () => {
  const lonely = await withIssuer('http://127.0.0.1:9');
  try {
    const client = { address: '10.1.1.1', userAgent: 'test' };
    const credentials = { username: 'canbo', password: DEMO_PASSWORD };
    expect(await signIn(lonely, credentials, client)).not.toHaveLength(0);
  } finally {
    await lonely.close();
  }
});
