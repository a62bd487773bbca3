import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { reach } from './bridge-transport.ts';

/**
 * The values of an NDJSON answer, each as soon as its line is complete. Whoever stops reading closes
 * the connection. Throws BRIDGE_NOT_RUNNING when the answer ends: the reader has to stop before.
 */
export async function* readAnswerLines<Schema extends v.GenericSchema>(
  response: Response,
  schema: Schema,
): AsyncGenerator<v.InferOutput<Schema>, never> {
  if (!response.body) throw new AppError('BRIDGE_NOT_RUNNING');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reach(() => reader.read());
      if (done) throw new AppError('BRIDGE_NOT_RUNNING');
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield parseLine(line, schema);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseLine<Schema extends v.GenericSchema>(
  line: string,
  schema: Schema,
): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(line));
  } catch (error) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'answer' }, { cause: error });
  }
}
