import type { InferOutput } from 'valibot';
import type { Person } from '#lib/domain/access.ts';
import type { ManifestRequestSchema } from '#lib/protocol/bridge.ts';
import type { Context } from '../context.ts';
import { signManifest } from '../manifests/sign-manifest.ts';
import { requirePermission } from './require-permission.ts';

/** The public key that bridges pin when they are paired. */
export function readManifestKey(context: Context, person: Person | null): { serverKey: string } {
  requirePermission(person, 'document.digitize');
  return { serverKey: context.manifestKey.serverKey };
}

/** Vouches for what a page asks its bridge to sign: this person, these documents, for five minutes. */
export async function issueManifest(
  context: Context,
  person: Person | null,
  request: InferOutput<typeof ManifestRequestSchema>,
): Promise<{ manifest: string }> {
  requirePermission(person, 'document.digitize');
  const id = context.newId();
  const now = context.now();
  const manifest = signManifest(
    { ...request, origin: context.env.origin, userName: person.name },
    { privateKey: context.manifestKey.privateKey, id, now },
  );
  await context.transaction((stores) =>
    stores.audit.append({
      at: now,
      action: 'signing.manifest-issued',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'signing',
      subjectId: id,
      details: {
        documents: request.documents.length,
        certificateSha256: request.certificateSha256,
      },
    }),
  );
  return { manifest };
}
