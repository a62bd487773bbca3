import type { ClientInit, HandleClientError } from '@sveltejs/kit';
import { AppError } from '#lib/domain/app-error.ts';
import { unreachable, unreachablePageData } from '#lib/features/shell/unreachable-page-data.ts';
import type { Problem } from '#lib/protocol/problem.ts';

/** While the server is away the pages stay: their data is answered here with the reason. */
export const init: ClientInit = () => {
  const { fetch } = window;
  window.fetch = async (input, options) => {
    try {
      return await fetch(input, options);
    } catch (failure) {
      const url = input instanceof Request ? input.url : input;
      const answer = unreachablePageData(new URL(url, location.href));
      if (answer === null || options?.signal?.aborted === true) throw failure;
      return answer;
    }
  };
};

/** What the error page shows for a failure in the browser. A bug stays in the console under its id. */
export const handleError: HandleClientError = ({ error, status }) => {
  const problem = problemOf(error, status);
  return { message: problem.code, problem };
};

function problemOf(error: unknown, status: number): Problem {
  const type = 'about:blank';
  if (error instanceof AppError) {
    return { type, status, code: error.code, details: {} };
  }
  if (status === 404) return { type, status, code: 'NOT_FOUND', details: {} };
  // The code of a page that could not be fetched.
  if (error instanceof TypeError && /fetch/iu.test(error.message)) return unreachable;
  const incident = crypto.randomUUID();
  console.error(`incident ${incident}`, error);
  return { type, status: 500, code: 'SERVER_FAILED', details: {}, incident };
}
