import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';

type Request = { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: unknown; signal?: AbortSignal };

/**
 * Asks our server and checks the answer against its schema. Throws the `AppError` of the problem
 * that the server answered, `SERVER_UNREACHABLE` when it did not answer; an abort stays an abort.
 */
export async function requestJson<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  request: Request = {},
): Promise<v.InferOutput<Schema>> {
  const response = await send(path, request);
  if (!response.ok) throw await errorFromResponse(response);
  const answer = v.safeParse(schema, await response.json().catch(() => undefined));
  if (!answer.success) throw new AppError('SERVER_FAILED', { path });
  return answer.output;
}

async function send(path: string, request: Request): Promise<Response> {
  const { method = request.body === undefined ? 'GET' : 'POST', body, signal } = request;
  try {
    return await fetch(path, {
      method,
      signal: signal ?? null,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AppError('SERVER_UNREACHABLE', {}, { cause: error });
  }
}
