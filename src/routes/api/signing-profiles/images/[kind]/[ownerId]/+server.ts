import * as v from 'valibot';
import { MAX_SIGNING_IMAGE_BYTES } from '#lib/protocol/signing-profiles.ts';
import { parseInput, readBytes, respond } from '#lib/server/http/respond.ts';
import { requirePermission } from '#lib/server/use-cases/require-permission.ts';
import {
  readSigningImage,
  removeSigningImage,
  saveSigningImage,
} from '#lib/server/use-cases/manage-signing-images.ts';
import type { RequestHandler } from './$types';

const AddressSchema = v.variant('kind', [
  v.object({ kind: v.literal('seal'), ownerId: v.pipe(v.string(), v.uuid(), v.toLowerCase()) }),
  v.object({ kind: v.literal('signature'), ownerId: v.pipe(v.string(), v.maxLength(60)) }),
]);

export const GET: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const address = parseInput(AddressSchema, params);
    const { bytes, sha256 } = await readSigningImage(locals.context, locals.person, address);
    const headers = {
      'content-type': 'image/png',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-cache',
      etag: `"${sha256}"`,
    };
    const isKnown = request.headers.get('if-none-match') === headers.etag;
    return new Response(isKnown ? null : new Uint8Array(bytes), {
      status: isKnown ? 304 : 200,
      headers,
    });
  });

export const PUT: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    requirePermission(locals.person, 'signing-profile.manage');
    const address = parseInput(AddressSchema, params);
    const png = await readBytes(request, 'image/png', MAX_SIGNING_IMAGE_BYTES);
    return saveSigningImage(locals.context, locals.person, address, png);
  });

export const DELETE: RequestHandler = ({ locals, params }) =>
  respond(async () =>
    removeSigningImage(locals.context, locals.person, parseInput(AddressSchema, params)),
  );
