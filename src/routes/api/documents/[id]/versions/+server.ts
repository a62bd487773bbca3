import {
  BRIDGE_RECEIPT_HEADER,
  BridgeReceiptSchema,
  MAX_APPENDED_BYTES,
  NewVersionQuerySchema,
} from '#lib/protocol/versions.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readBytes, readJsonHeader, readQuery, respond } from '#lib/server/http/respond.ts';
import { addSignature } from '#lib/server/use-cases/add-signature.ts';
import { readVersions } from '#lib/server/use-cases/read-versions.ts';
import { requirePermission } from '#lib/server/use-cases/require-permission.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () => readVersions(locals.context, locals.person, idFrom(params.id)));

export const POST: RequestHandler = ({ locals, params, request, url }) =>
  respond(async () => {
    // Before megabytes are read.
    requirePermission(locals.person, 'document.certify');
    return addSignature(locals.context, locals.person, idFrom(params.id), {
      ...readQuery(url, NewVersionQuerySchema),
      bridgeReceipt: readJsonHeader(request, BRIDGE_RECEIPT_HEADER, BridgeReceiptSchema),
      appended: await readBytes(request, 'application/octet-stream', MAX_APPENDED_BYTES),
    });
  });
