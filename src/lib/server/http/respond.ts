import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { problemResponse } from './problem.ts';

/** Runs one use case and answers its result as JSON, its failure as problem details. */
export async function respond(work: () => Promise<unknown>): Promise<Response> {
  try {
    const answer = await work();
    if (answer instanceof Response) return answer;
    return Response.json(answer ?? null, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error);
  }
}

/** The parsed JSON body. Throws `INVALID_INPUT` with the names of the wrong fields, `FILE_TOO_LARGE`. */
export async function readBody<S extends v.GenericSchema>(
  request: Request,
  schema: S,
  maxBytes = 1_000_000,
): Promise<v.InferOutput<S>> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) {
    throw new AppError('INVALID_INPUT', { fields: ['content-type'] });
  }
  return parseInput(schema, parseJson(await readText(request, maxBytes)));
}

/** The parsed query string; of repeated names the last one counts. */
export function readQuery<S extends v.GenericSchema>(url: URL, schema: S): v.InferOutput<S> {
  return parseInput(schema, Object.fromEntries(url.searchParams));
}

export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new AppError('INVALID_INPUT', { fields: fieldsOf(parsed.issues) });
}

function fieldsOf(issues: readonly v.BaseIssue<unknown>[]): string[] {
  const paths = issues.map((issue) => v.getDotPath(issue) ?? 'body');
  return [...new Set(paths)].slice(0, 20);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('INVALID_INPUT', { fields: ['body'] }, { cause });
  }
}

/**
 * A binary body of exactly this media type. Throws `INVALID_INPUT` for another type, `FILE_EMPTY`,
 * `FILE_TOO_LARGE`.
 */
export async function readBytes(
  request: Request,
  mediaType: string,
  maxBytes: number,
): Promise<Uint8Array> {
  if (request.headers.get('content-type') !== mediaType) {
    throw new AppError('INVALID_INPUT', { fields: ['content-type'] });
  }
  const bytes = await readAll(request, maxBytes);
  if (bytes.byteLength === 0) throw new AppError('FILE_EMPTY');
  return bytes;
}

/** JSON in base64url, for what goes beside a body of bytes; null without the header. */
export function readJsonHeader<S extends v.GenericSchema>(
  request: Request,
  name: string,
  schema: S,
): v.InferOutput<S> | null {
  const header = request.headers.get(name);
  if (header === null) return null;
  return parseInput(schema, parseJson(Buffer.from(header, 'base64url').toString('utf8')));
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  return Buffer.from(await readAll(request, maxBytes)).toString('utf8');
}

async function readAll(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AppError('FILE_TOO_LARGE', { maxBytes });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
