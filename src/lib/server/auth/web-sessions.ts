import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import { APIError } from 'better-auth/api';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { genericOAuth, username } from 'better-auth/plugins';
import type { Kysely } from 'kysely';
import type { Env, Oidc } from '../env.ts';
import type { Database } from '../stores/database-schema.ts';
import { accountStore, addressOf } from '../stores/account-store.ts';

export const CLIENT_ADDRESS_HEADER = 'x-station-client-address';
const SESSION_SECONDS = 12 * 60 * 60;
const REFRESH_SECONDS = 60 * 60;

export type SessionCookie = {
  name: string;
  value: string;
  options: ReturnType<typeof toCookieOptions> & { path: string };
};
export type SignInOutcome = 'signed-in' | 'wrong-credentials' | 'account-locked' | 'too-many';

export type WebSessions = ReturnType<typeof createWebSessions>;

/**
 * Accounts' passwords and web sessions, kept by better-auth in our database. It has no public
 * endpoints here except those of the OIDC sign-in when that is configured: accounts are made by an
 * administrator only.
 */
export function createWebSessions(settings: { db: Kysely<Database>; env: Env; secret: string }) {
  const { db, env, secret } = settings;
  const accounts = accountStore(db);
  const auth = betterAuth({
    appName: 'Trạm Số Hóa',
    baseURL: env.origin,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [env.origin],
    telemetry: { enabled: false },
    onAPIError: { errorURL: `${env.origin}/sign-in` },
    logger: { disabled: true },
    database: { db, type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      modelName: 'account',
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        orgUnitId: { type: 'string', required: true, input: false },
        isLocked: { type: 'boolean', required: false, input: false },
      },
    },
    session: {
      modelName: 'webSession',
      expiresIn: SESSION_SECONDS,
      updateAge: REFRESH_SECONDS,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'credential',
      accountLinking: { enabled: true, trustedProviders: ['oidc'] },
    },
    verification: { modelName: 'authVerification' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rateLimit',
      window: 60,
      max: 100,
      // One office often stands behind one address; each name is throttled on its own besides.
      customRules: {
        '/sign-in/username': { window: 60, max: 60 },
        '/sign-in/social': { window: 60, max: 60 },
      },
    },
    advanced: {
      useSecureCookies: env.origin.startsWith('https:'),
      cookiePrefix: 'tram',
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if ((await accounts.person(session.userId)) !== null) return;
            throw new APIError('FORBIDDEN', { message: 'ACCOUNT_LOCKED' });
          },
        },
      },
    },
    plugins: plugins(env.oidc),
  });

  const call = (path: string, body: unknown, headers: Headers) =>
    auth.handler(
      new Request(`${env.origin}/api/auth${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      }),
    );

  return {
    /** Checks name and password through the library's rate-limited endpoint. */
    async signIn(
      credentials: { username: string; password: string },
      client: { address: string; userAgent: string },
    ): Promise<{ outcome: SignInOutcome; cookies: SessionCookie[] }> {
      const headers = new Headers({
        'content-type': 'application/json',
        origin: env.origin,
        'user-agent': client.userAgent,
        [CLIENT_ADDRESS_HEADER]: client.address,
      });
      const response = await call('/sign-in/username', credentials, headers);
      return { outcome: outcomeOf(response.status), cookies: cookiesOf(response.headers) };
    },

    /** Who the cookie stands for, and the cookies to renew. */
    async read(headers: Headers): Promise<{ personId: string | null; cookies: SessionCookie[] }> {
      const answer = await auth.api.getSession({ headers, returnHeaders: true });
      return {
        personId: answer.response?.user.id ?? null,
        cookies: cookiesOf(answer.headers),
      };
    },

    async signOut(headers: Headers): Promise<SessionCookie[]> {
      const answer = await auth.api.signOut({ headers, returnHeaders: true });
      return cookiesOf(answer.headers);
    },

    /** The OIDC round trip; null when it is not configured or the path is none of it. */
    async handleOidc(request: Request, clientAddress: string): Promise<Response | null> {
      const { pathname } = new URL(request.url);
      const isOidc =
        /^\/api\/auth\/(?:sign-in\/(?:social|oauth2)|(?:oauth2\/)?callback\/oidc)$/u.test(pathname);
      if (env.oidc === null || !isOidc) return null;
      const headers = new Headers(request.headers);
      headers.set(CLIENT_ADDRESS_HEADER, clientAddress);
      return auth.handler(new Request(request, { headers }));
    },

    oidcName: env.oidc?.name ?? null,
  };
}

/** Accounts are matched by user name; a person unknown to the administrator cannot come in. */
function plugins(oidc: Oidc | null): BetterAuthPlugin[] {
  const local = username({ minUsernameLength: 3, maxUsernameLength: 30 });
  if (oidc === null) return [local];
  const sso = genericOAuth({
    config: [
      {
        providerId: 'oidc',
        discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        scopes: ['openid', 'profile'],
        pkce: true,
        disableSignUp: true,
        mapProfileToUser: (profile) => ({
          email: addressOf(String(profile['preferred_username'] ?? '').toLowerCase()),
          emailVerified: true,
        }),
      },
    ],
  });
  return [local, sso];
}

function outcomeOf(status: number): SignInOutcome {
  if (status === 200) return 'signed-in';
  if (status === 429) return 'too-many';
  if (status === 403) return 'account-locked';
  if (status >= 500) throw new Error(`sign-in failed with status ${status}`);
  return 'wrong-credentials';
}

function cookiesOf(headers: Headers): SessionCookie[] {
  const line = headers.get('set-cookie');
  if (line === null) return [];
  return [...parseSetCookieHeader(line)].map(([name, attributes]) => ({
    name,
    value: attributes.value,
    options: {
      ...toCookieOptions(attributes),
      path: attributes.path ?? '/',
      secure: attributes.secure ?? false,
    },
  }));
}
