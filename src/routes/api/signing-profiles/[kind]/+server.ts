import * as v from 'valibot';
import { signingProfileKinds } from '#lib/domain/signing-profile.ts';
import { SaveSigningProfileSchema } from '#lib/protocol/signing-profiles.ts';
import { parseInput, readBody, respond } from '#lib/server/http/respond.ts';
import {
  resetSigningProfile,
  saveSigningProfile,
} from '#lib/server/use-cases/manage-signing-profiles.ts';
import type { RequestHandler } from './$types';

const KindSchema = v.picklist(signingProfileKinds);

export const PUT: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const kind = parseInput(KindSchema, params.kind);
    const { profile } = await readBody(request, SaveSigningProfileSchema);
    return saveSigningProfile(locals.context, locals.person, kind, profile);
  });

export const DELETE: RequestHandler = ({ locals, params }) =>
  respond(async () =>
    resetSigningProfile(locals.context, locals.person, parseInput(KindSchema, params.kind)),
  );
