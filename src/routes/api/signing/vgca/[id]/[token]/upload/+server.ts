import { idFrom } from '#lib/server/http/id-from.ts';
import { takeVgcaUpload } from '#lib/server/use-cases/sign-with-vgca.ts';
import { answerVgca, readVgcaUpload } from '#lib/server/vgca-signing/vgca-upload.ts';
import type { RequestHandler } from './$types';

/** Left here by VGCA Sign Service, which has no session: the token in the address is its only right. */
export const POST: RequestHandler = ({ locals, params, request }) =>
  answerVgca(async () =>
    takeVgcaUpload(locals.context, idFrom(params.id), params.token, () => readVgcaUpload(request)),
  );
