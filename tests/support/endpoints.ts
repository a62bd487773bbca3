import type { Person } from '#lib/domain/access.ts';
import type { Context } from '#lib/server/context.ts';

/** `GET documents/[id]` */
export type EndpointName = string;

const modules = import.meta.glob<Record<string, unknown>>('../../src/routes/api/**/+server.ts');
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const pathOf = (file: string): string =>
  file.replace('../../src/routes/api/', '').replace('/+server.ts', '');

export async function allEndpoints(): Promise<EndpointName[]> {
  const names = await Promise.all(
    Object.entries(modules).map(async ([file, load]) => {
      const module = await load();
      return methods
        .filter((method) => method in module)
        .map((method) => `${method} ${pathOf(file)}`);
    }),
  );
  return names.flat();
}

type Call = {
  params?: Record<string, string>;
  body?: object;
  /** Instead of JSON. */
  bytes?: { type: string; content: Uint8Array };
  query?: string;
  headers?: Record<string, string>;
};

/** Calls an endpoint as SvelteKit would once its hooks have named the person. */
export async function callEndpoint(
  name: EndpointName,
  context: Context,
  person: Person | null,
  { params = {}, body, bytes, query = '', headers = {} }: Call = {},
): Promise<Response> {
  const [method = '', path = ''] = name.split(' ');
  const module = await modules[`../../src/routes/api/${path}/+server.ts`]?.();
  const handler = module?.[method];
  if (typeof handler !== 'function') throw new Error(`no endpoint ${name}`);
  const filled = path.replace(/\[(?:\.\.\.)?(\w+)\]/gu, (_, key: string) => params[key] ?? '');
  const url = new URL(`/api/${filled}?${query}`, context.env.origin);
  const request = new Request(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bytes === undefined ? {} : { 'content-type': bytes.type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes === undefined ? {} : { body: new Uint8Array(bytes.content) }),
  });
  const event = {
    url,
    params,
    request,
    locals: { context, person, language: 'vi' },
    cookies: { set: () => undefined },
    getClientAddress: () => '127.0.0.1',
  };
  const response: unknown = await handler(event);
  if (!(response instanceof Response)) throw new Error(`${name} answered no response`);
  return response;
}
