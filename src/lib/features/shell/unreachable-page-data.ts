import type { Problem } from '#lib/protocol/problem.ts';

export const unreachable = {
  type: 'about:blank',
  status: 503,
  code: 'SERVER_UNREACHABLE',
  details: {},
} as const satisfies Problem;

/**
 * The answer that shows our error page, inside the shell, when the data of a page cannot be had.
 * SvelteKit asks for it at `…/__data.json`, with a 1 in `x-sveltekit-invalidated` for each part it
 * needs; without an answer it would leave the application for the browser's own error page. Null for
 * every other request.
 */
export function unreachablePageData(url: URL): Response | null {
  const wanted = url.searchParams.get('x-sveltekit-invalidated');
  if (!url.pathname.endsWith('/__data.json') || wanted === null) return null;
  const failed = {
    type: 'error',
    status: 503,
    error: { message: unreachable.code, problem: unreachable },
  };
  const nodes = [...wanted].map((flag) => (flag === '1' ? failed : { type: 'skip' }));
  return new Response(`${JSON.stringify({ type: 'data', nodes })}\n`, {
    headers: { 'content-type': 'text/sveltekit-data' },
  });
}
