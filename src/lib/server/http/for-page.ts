import { error, isHttpError, isRedirect } from '@sveltejs/kit';
import { toProblem } from './problem.ts';

/** For load functions: the result, or SvelteKit's error page with the problem's status and code. */
export async function forPage<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (failure) {
    if (isHttpError(failure) || isRedirect(failure)) throw failure;
    const problem = toProblem(failure);
    error(problem.status, { message: problem.code, problem });
  }
}
