/** What other sites can send without asking the browser first (Fetch, CORS-safelisted types). */
const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** VGCA Sign Service fetches and leaves documents here with a one-time token, and no session. */
const vgcaPath = /^\/api\/signing\/vgca\/[\da-f-]{36}\/[\w-]{43}\/(?:source\.pdf|upload)$/u;

/**
 * Whether this is no forgery by another site: changes are asked for by our own pages, and browsers name
 * the origin of every form. SvelteKit's own check knows no exception for programs that send forms, so
 * this one stands in its place.
 */
export function isOwnRequest(request: Request, origins: readonly string[]): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const origin = request.headers.get('origin');
  if (origin !== null) return origins.includes(origin);
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  return !formTypes.includes(type ?? '') || vgcaPath.test(new URL(request.url).pathname);
}

/** Endpoints for those who are not signed in; of all others a stranger's body is not even read. */
export function isOpenEndpoint(pathname: string): boolean {
  return /^\/api\/(?:health$|sign-out$|auth\/)/u.test(pathname) || vgcaPath.test(pathname);
}
