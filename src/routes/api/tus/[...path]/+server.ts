import { respond } from '#lib/server/http/respond.ts';
import { receiveUpload } from '#lib/server/use-cases/receive-upload.ts';
import type { RequestHandler } from './$types';

/** tus 1.0 at `/api/tus`. */
const handle: RequestHandler = ({ locals, request }) =>
  respond(() => receiveUpload(locals.context, locals.person, request));

export const HEAD = handle;
export const POST = handle;
export const PATCH = handle;
export const DELETE = handle;
export const OPTIONS = handle;
