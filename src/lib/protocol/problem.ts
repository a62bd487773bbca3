import * as v from 'valibot';
import { AppError, errorCodes } from '#lib/domain/app-error.ts';

/** RFC 9457 problem details as every endpoint of the server and of the bridge answers them. */
export const ProblemSchema = v.object({
  type: v.literal('about:blank'),
  status: v.number(),
  code: v.picklist(errorCodes),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.array(v.string())])),
  /** Id of the log entry when the server failed. */
  incident: v.optional(v.string()),
});
export type Problem = v.InferOutput<typeof ProblemSchema>;

/** The AppError that a failed response carries; `SERVER_FAILED` when it is none of ours. */
export async function errorFromResponse(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(ProblemSchema, body);
  if (parsed.success) return new AppError(parsed.output.code, parsed.output.details);
  return new AppError('SERVER_FAILED', { status: response.status });
}
