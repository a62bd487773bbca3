import type { Person } from '#lib/domain/access.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import type { Context } from '../context.ts';
import { purposesOf } from '../trust-anchors/read-trust-anchors.ts';
import { requirePermission } from './require-permission.ts';

/** What pages need to judge signatures as this server does. */
export async function readTrust(context: Context, person: Person | null): Promise<TrustSettings> {
  requirePermission(person, 'document.read');
  const { anchors } = await context.trustAnchorListing();
  return {
    anchors: anchors.map((anchor) => ({
      certificate: Buffer.from(anchor.certificate.der).toString('base64'),
      sha256: anchor.sha256,
      purposes: [...purposesOf(anchor)],
      provenance: anchor.provenance,
    })),
    hasTimestampAuthority: context.validationServices.timestamp !== null,
  };
}
