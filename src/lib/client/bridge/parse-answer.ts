import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';

/** What is no answer of the bridge comes from another program. */
export async function parseAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  response: Response,
): Promise<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, await response.json().catch(() => null));
  if (!parsed.success) throw new AppError('BRIDGE_UNTRUSTED');
  return parsed.output;
}
